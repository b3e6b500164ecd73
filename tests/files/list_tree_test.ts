import assert from "node:assert/strict";
import { listTree } from "../../src/files/list_tree.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("all but directories is listed, sorted, with hidden files, links and names that look like others", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/b/c/d`, { recursive: true });
    await Deno.mkdir(`${folder}/.git`);
    for (const name of ["z", "-", "a b", "b/x", "b/c/d/e", ".git/config", ".env", "Z"]) {
      await Deno.writeTextFile(`${folder}/${name}`, name);
    }
    await Deno.symlink("..", `${folder}/b/up`);
    await Deno.symlink("nowhere", `${folder}/b/dangling`);
    const names = ["-", ".env", ".git/config", "Z", "a b", "b/c/d/e", "b/dangling", "b/up", "b/x"];
    assert.deepEqual(await listTree(folder, "read"), [...names, "z"]);
  }));

Deno.test("a link to a directory that is given is followed, and a file is no directory", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/real`);
    await Deno.writeTextFile(`${folder}/real/file`, "");
    await Deno.symlink("real", `${folder}/link`);
    assert.deepEqual(await listTree(`${folder}/link`, "read"), ["file"]);
    assert.equal(await listTree(`${folder}/real/file`, "read"), null);
    await assert.rejects(listTree(`${folder}/gone`, "read the packages in"), {
      code: "file_not_found",
      message: `Cannot read the packages in "${folder}/gone": there is no such file`,
    });
  }));

Deno.test("a name that is not UTF-8 is refused, however deep: it may be taken for another", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/a`);
    const script = `printf x > "$1/a/$(printf 'f\\377')"`;
    const { success } = await new Deno.Command("sh", { args: ["-c", script, "sh", folder] })
      .output();
    assert(success);
    await assert.rejects(listTree(folder, "read the packages in"), {
      code: "invalid_request",
      message:
        `Cannot read the packages in "${folder}/a": a name in it is not UTF-8, or has the character U+FFFD`,
    });
  }));
