import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFolder } from "../../compile/in_folder.ts";
import { callsIn, runTraced } from "../testkit/strace.ts";

Deno.test("every directory that gets a new name in it is synced", () =>
  inFolder(async (folder) => {
    const module = fileURLToPath(new URL("../../../src/files/make_directory.ts", import.meta.url));
    const code = `import { makeDirectory } from ${JSON.stringify(`file://${module}`)};` +
      `await makeDirectory(${JSON.stringify(join(folder, "a/b/c"))});`;
    const flags = ["eval", "--no-config", "--cached-only"];
    const run = await runTraced([Deno.execPath(), ...flags, code]);
    assert.equal(run.code, 0);
    const synced = callsIn(run.trace, folder).filter(({ name }) => name === "fsync");
    assert.deepEqual(synced.map(({ path }) => path), ["a/b", "a", ""]);
  }));
