import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { readEmbeddedProgram } from "../../scripts/compile/embedded.ts";
import { CHECKSUMS_NAME } from "../../scripts/compile/checksums.ts";
import { runCommand } from "../../scripts/compile/run_command.ts";
import { inFolder } from "../compile/in_folder.ts";
import { serverUser } from "../testkit/server_user.ts";
import { compileClone, prepareWorkshop } from "./clone_workshop.ts";
import { compileFaithfully, planControl } from "./control.ts";
import { DIST, EXECUTABLES } from "./dist.ts";

async function check(folder: string): Promise<string> {
  const result = await runCommand("sha256sum", ["--strict", "-c", CHECKSUMS_NAME], { cwd: folder });
  assert(result.success, result.stdout);
  return result.stdout;
}

Deno.test("SHA256SUMS covers every executable, and sha256sum -c agrees", async () => {
  assert.equal(await check(DIST), "cloacina: OK\ncloacina-offline: OK\n");
});

for (const executable of EXECUTABLES) {
  const { edition: { name }, path } = executable;
  Deno.test(`${name} is, byte for byte, what these sources give`, () =>
    inFolder(async (folder) => {
      const again = await compileFaithfully(await planControl(executable, folder));
      const [found, expected] = await Promise.all([Deno.readFile(path), Deno.readFile(again)]);
      assert(
        Buffer.from(found).equals(expected),
        "compile again: the executable is of other sources",
      );
    }));
}

Deno.test("in two folders, for two users and at two times the same commit gives the same bytes", () =>
  inFolder(async (folder) => {
    await Deno.chmod(folder, 0o755);
    const other = await serverUser();
    const sums: string[] = [];
    const builds = [{ user: null, place: "here" }, {
      user: other,
      place: "there/and further/down",
    }];
    for (const [index, { user, place }] of builds.entries()) {
      // The runtime of the other executable, too: an executable is enough to compile the next.
      const { path } = EXECUTABLES[index]!;
      const workshop = await prepareWorkshop(join(folder, place), user);
      const outputDir = await compileClone(workshop, path);
      await check(outputDir);
      sums.push(await Deno.readTextFile(join(outputDir, CHECKSUMS_NAME)));
      assert.deepEqual([...Deno.readDirSync(workshop.temporary)], []);
    }
    assert.equal(sums[0], sums[1]);
  }));

Deno.test("both executables carry the same modules, and none of them from a folder", async () => {
  const lists = await Promise.all(
    EXECUTABLES.map(async ({ edition, path }) =>
      readEmbeddedProgram(await Deno.readFile(path), edition.name).files
    ),
  );
  // Chunks are named after what is in them, and the build's facts are in one of them.
  const stems = lists.map((names) =>
    names.map((name) => name.replace(/-[0-9A-Z]{8}\.js$/, ".js")).sort()
  );
  const [all = [], offline] = stems;
  assert.deepEqual(all, offline);
  assert(all.includes("main.js") && all.includes("hash_worker.js"));
  assert.deepEqual(all.filter((name) => !/^[\w.-]+\.js$/.test(name)), ["start_script.code"]);
});
