import assert from "node:assert/strict";
import { checkExecutable } from "../../scripts/compile/check_executable.ts";
import { readEmbeddedProgram } from "../../scripts/compile/embedded.ts";
import { editionPermissions } from "../../scripts/compile/permissions.ts";
import { inFolder } from "../compile/in_folder.ts";
import { EXECUTABLES, HOST, SOURCE_FLAGS } from "./dist.ts";
import { run } from "./run.ts";

for (const { edition, path } of EXECUTABLES) {
  Deno.test(`${edition.name} carries exactly the permissions of its edition, and never all`, async () => {
    const file = await Deno.readFile(path);
    const { files, metadata } = readEmbeddedProgram(file, edition.name);
    const permissions = editionPermissions(edition, SOURCE_FLAGS);
    checkExecutable(file, edition.name, { target: HOST, permissions, files });
    assert.doesNotMatch(JSON.stringify(metadata), /"allow_all":true/);
  });

  Deno.test(`${edition.name} is told by its runtime what it may do, and doctor repeats it`, () =>
    inFolder(async (folder) => {
      const { code, stdout, stderr } = await run(path, ["doctor", "--json"], folder);
      assert.equal(code, 0, stderr);
      const { read, write, net, run: spawn, ffi, sys } = JSON.parse(stdout).permissions;
      // By name: the list of editions is what is in question here.
      const expected = edition.name === "cloacina-offline" ? "denied" : "granted";
      assert.deepEqual(
        { read, write, net, spawn, ffi, sys },
        {
          read: "granted",
          write: "granted",
          net: expected,
          spawn: "denied",
          ffi: "denied",
          sys: "partial",
        },
      );
    }));
}
