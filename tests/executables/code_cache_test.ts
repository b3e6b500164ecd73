import assert from "node:assert/strict";
import { join } from "node:path";
import { BUNDLE_ENTRY } from "../../scripts/compile/bundle.ts";
import { inFolder } from "../compile/in_folder.ts";
import { forgeCodeCache } from "./code_cache_file.ts";
import { compileFaithfully, compileWithCodeCache, planControl, planImpostor } from "./control.ts";
import { EXECUTABLES, type ExecutableUnderTest } from "./dist.ts";
import { run, runTraced, temporaryCalls } from "./run.ts";

const PLANTED = "planted";

for (const executable of EXECUTABLES) {
  const { name } = executable.edition;
  Deno.test(`${name} runs its own code where a forged code cache was planted for it`, () =>
    inFolder(async (folder) => {
      const control = await plantCache(executable, folder);
      const cache = cachePath(executable, folder);
      const forged = await Deno.readFile(cache);
      // The attack works: the same program, compiled with a code cache, is taken over.
      assert.equal((await run(control, ["--version"], folder)).stdout, `${PLANTED}\n`);
      const attacked = await run(executable.path, ["--version"], folder);
      await Deno.remove(cache);
      const alone = await run(executable.path, ["--version"], folder);
      assert.equal(alone.code, 0);
      assert.match(alone.stdout, /\d+\.\d+\.\d+/);
      assert.deepEqual(attacked, alone);
      assert.notEqual(forged.length, 0);
    }));

  Deno.test(`${name} neither looks for a code cache nor leaves one`, () =>
    inFolder(async (folder) => {
      const control = await compileWithCodeCache(await planControl(executable, folder));
      assert.notDeepEqual(temporaryCalls(await runTraced(control, ["--version"], folder)), []);
      await Deno.remove(cachePath(executable, folder));
      const others = [["doctor", "--json"], ["--help"], ["package", "inspect"], [
        "package",
        "sign",
      ]];
      for (const args of [["--version"], ...others]) {
        const traced = await runTraced(executable.path, args, folder);
        assert.deepEqual(temporaryCalls(traced), []);
      }
      await assert.rejects(Deno.stat(cachePath(executable, folder)), Deno.errors.NotFound);
    }));
}

for (const executable of EXECUTABLES) {
  const { name } = executable.edition;
  Deno.test(`${name} carries what its runtime compiled of the start, and takes that and nothing planted`, () =>
    inFolder(async (folder) => {
      const plan = await planControl(executable, folder);
      const tells = 'import{script}from"./start.js";console.log(script.cachedDataRejected);';
      await Deno.writeTextFile(join(plan.bundle, BUNDLE_ENTRY), tells);
      const control = await compileFaithfully(plan);
      const planted = join(folder, `deno-compile-${name}`);
      await Deno.mkdir(planted);
      await Deno.writeFile(join(planted, "start_script.code"), new Uint8Array());
      await Deno.writeTextFile(join(planted, "start_script.js"), `console.log("${PLANTED}")`);
      assert.equal((await run(control, [], folder)).stdout, "false\n");
    }));
}

/** Where an executable of this name would keep its code cache: the name is all that it goes by. */
function cachePath({ edition }: ExecutableUnderTest, folder: string): string {
  return join(folder, `deno-compile-${edition.name}.cache`);
}

/** Puts a forged cache in place, and returns an executable like the one under test that believes it. */
async function plantCache(executable: ExecutableUnderTest, folder: string): Promise<string> {
  const plan = await planControl(executable, folder);
  const control = await compileWithCodeCache(plan);
  const impostor = await compileWithCodeCache(await planImpostor(plan, PLANTED));
  const honestCache = await cacheOf(control, executable, folder);
  const impostorCache = await cacheOf(impostor, executable, folder);
  await Deno.writeFile(cachePath(executable, folder), forgeCodeCache(honestCache, impostorCache));
  return control;
}

async function cacheOf(
  path: string,
  executable: ExecutableUnderTest,
  folder: string,
): Promise<Uint8Array> {
  const { code, stderr } = await run(path, ["--version"], folder);
  assert.equal(code, 0, stderr);
  const cache = await Deno.readFile(cachePath(executable, folder));
  await Deno.remove(cachePath(executable, folder));
  return cache;
}
