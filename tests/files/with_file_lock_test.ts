import assert from "node:assert/strict";
import { join } from "node:path";
import { withFileLock } from "../../src/files/with_file_lock.ts";
import { inFolder } from "../compile/in_folder.ts";
import { makeFifo } from "../testkit/make_fifo.ts";
import { within } from "../testkit/within.ts";

const LOCKS: Readonly<Record<string, (path: string) => Promise<void>>> = {
  "a directory": Deno.mkdir,
  "a FIFO": makeFifo,
  "a link to a file": async (path) => {
    await Deno.writeTextFile(`${path}.elsewhere`, "");
    await Deno.symlink(`${path}.elsewhere`, path);
  },
  "a link to nothing": (path) => Deno.symlink(`${path}.nowhere`, path),
};

for (const [what, make] of Object.entries(LOCKS)) {
  Deno.test(`a lock that is ${what} is refused at once, and nothing is done`, () =>
    inFolder(async (folder) => {
      const path = join(folder, "versions.json");
      await make(`${path}.lock`);
      const locked = withFileLock(path, () => Promise.resolve(assert.fail("it was locked")));
      await assert.rejects(within(5000, locked), {
        code: "invalid_request",
        message: `Cannot lock "${path}.lock": it is not a regular file`,
      });
    }));
}

Deno.test("one after the other has the lock, which is made once and stays", () =>
  inFolder(async (folder) => {
    const path = join(folder, "versions.json");
    const seen: string[] = [];
    await Promise.all(["first", "second"].map((name) =>
      withFileLock(path, async () => {
        seen.push(name);
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(name);
      })
    ));
    assert.deepEqual([seen[0], seen[2]], [seen[1], seen[3]]);
    assert.equal((await Deno.stat(`${path}.lock`)).size, 0);
  }));
