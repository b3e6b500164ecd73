import assert from "node:assert/strict";
import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { makeDirectory, makeDirectoryIn } from "../../src/files/make_directory.ts";
import { inFolder } from "../compile/in_folder.ts";

Deno.test("a directory is made with those on the way to it, and one that is there stays as it is", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a/b");
    await makeDirectory(`${path}/`);
    assert.equal((await Deno.lstat(path)).isDirectory, true);
    await Deno.chmod(path, 0o500);
    await makeDirectory(path);
    assert.equal((await Deno.lstat(path)).mode! & 0o777, 0o500);
  }));

Deno.test("a link to a directory is one; through one that leads nowhere nothing is made", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "real"));
    await Deno.symlink("real", join(folder, "link"));
    await makeDirectory(join(folder, "link/in"));
    assert.equal((await Deno.lstat(join(folder, "real/in"))).isDirectory, true);
    await Deno.symlink("nowhere", join(folder, "dangling"));
    await Deno.symlink("round", join(folder, "round"));
    await Deno.writeTextFile(join(folder, "file"), "");
    for (const name of ["dangling", "dangling/in", "file", "file/in"]) {
      assert.equal(await codeOf(join(folder, name)), "file_not_found", name);
    }
    assert.equal(await codeOf(join(folder, "round/in")), "invalid_request");
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    assert.deepEqual(names, ["dangling", "file", "link", "real", "round"]);
  }));

Deno.test("below a directory no link is followed, whatever it leads to; the directory may be one", () =>
  inFolder(async (folder) => {
    for (const name of ["real", "real/a", "outside"]) await Deno.mkdir(join(folder, name));
    const root = join(folder, "root");
    await Deno.symlink("real", root);
    await Deno.symlink("../../outside", join(folder, "real/a/out"));
    await Deno.symlink("nowhere", join(folder, "real/dangling"));
    await makeDirectoryIn(root, root);
    await makeDirectoryIn(`${root}/`, join(root, "a/b/c"));
    assert.equal((await Deno.lstat(join(folder, "real/a/b/c"))).isDirectory, true);
    for (const path of ["a/out", "a/out/in", "dangling", "dangling/in"]) {
      await assert.rejects(makeDirectoryIn(root, join(root, path)), { code: "invalid_request" });
    }
    assert.deepEqual([...Deno.readDirSync(join(folder, "outside"))], []);
  }));

Deno.test("what may be a secret becomes no name of a directory, and is not repeated", () =>
  inFolder(async (folder) => {
    const secret = `${folder}/postgres://user:hush-hush@db.example/x`;
    await assert.rejects(makeDirectory(secret), ({ code, message }: CloacinaError) => {
      assert.deepEqual([code, message.includes("hush")], ["invalid_request", false]);
      return true;
    });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("an empty path is not the working directory", async () => {
  await assert.rejects(makeDirectory(""), {
    code: "invalid_request",
    message: "Cannot create the directory: the path is empty",
  });
});

async function codeOf(path: string): Promise<string> {
  return await makeDirectory(path).then(
    () => "made",
    (error: CloacinaError) => error.code,
  );
}
