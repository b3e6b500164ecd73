import assert from "node:assert/strict";
import { dirname } from "node:path";
import { readKeyFiles } from "../../../src/cli/keys/key_files.ts";
import { listDirectory } from "../../../src/files/list_directory.ts";
import { readTrustedFile } from "../../../src/files/read_trusted.ts";
import { requireTrustedPresent } from "../../../src/files/trusted_place.ts";
import { inFolder } from "../../compile/in_folder.ts";

const FILES = { list: listDirectory, readTrusted: readTrustedFile, requireTrustedPresent };

const ACTION = "read the public key";

/** What is read of a directory that is changed once it was listed. */
async function readAfter(change: (path: string) => Promise<void>): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await inFolder(async (folder) => {
    const path = `${folder}/trusted`;
    await Deno.mkdir(path, { mode: 0o700 });
    for (const name of ["a.pem", "b.pem.new"]) {
      await Deno.writeTextFile(`${path}/${name}`, name, { mode: 0o600 });
    }
    const inside = await listDirectory(path, ACTION);
    await change(path);
    const read = await readKeyFiles(FILES, { path, inside: inside! }, ACTION);
    found = read.map(({ bytes }) => new TextDecoder().decode(bytes));
  });
  return found;
}

Deno.test("a key that gets its name once the directory was listed is read under it", async () => {
  const read = await readAfter((path) => Deno.rename(`${path}/b.pem.new`, `${path}/b.pem`));
  assert.deepEqual(read, ["a.pem", "b.pem.new"]);
});

Deno.test("a key that is removed then is not trusted, and one that was added is", async () => {
  const read = await readAfter(async (path) => {
    await Deno.remove(`${path}/a.pem`);
    await Deno.writeTextFile(`${path}/c.pem`, "c.pem", { mode: 0o600 });
  });
  assert.deepEqual(read, ["b.pem.new", "c.pem"]);
});

Deno.test("a directory whose keys are all gone then is empty, and a link to nothing is an error", async () => {
  const emptied = readAfter(async (path) => {
    await Deno.remove(path, { recursive: true });
    await Deno.mkdir(path, { mode: 0o700 });
  });
  await assert.rejects(emptied, { code: "invalid_key" });
  const dangling = readAfter(async (path) => {
    await Deno.remove(`${path}/a.pem`);
    await Deno.symlink(`${dirname(path)}/none`, `${path}/a.pem`);
  });
  await assert.rejects(dangling, { code: "file_not_found" });
});
