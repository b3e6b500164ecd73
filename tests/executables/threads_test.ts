import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { inFolder } from "../compile/in_folder.ts";
import { compileWithout, planControl } from "./control.ts";
import { EXECUTABLES, type ExecutableUnderTest } from "./dist.ts";
import { run, runTraced, temporaryCalls } from "./run.ts";

// Large enough that hashing it is given to a thread of its own.
const LARGE_BYTES = 40 * 1024 * 1024;
const WORKER = "hash_worker.js";

for (const executable of EXECUTABLES) {
  const { name } = executable.edition;
  Deno.test(`${name} starts its threads from what it carries, not from the temporary directory`, () =>
    inFolder(async (folder) => {
      await prepare(executable, folder);
      const sign = ["package", "sign", "a.so", "b.so", "--key", "k.pem", "--jobs", "2", "--force"];
      const traced = await runTraced(executable.path, sign, folder);
      assert.equal(traced.code, 0, traced.stderr);
      assert.deepEqual(temporaryCalls(traced), []);
      assert.deepEqual(await signedHash(folder, "a.so"), await hash(folder, "a.so"));
      assert.deepEqual(await signedHash(folder, "b.so"), await hash(folder, "b.so"));
      const plan = await planControl(executable, folder);
      const control = await compileWithout(plan, WORKER);
      // The danger is real: one that does not carry the thread's module runs the one that lies there.
      const taken = temporaryCalls(await runTraced(control, sign, folder));
      assert(taken.some((line) => line.includes(WORKER)), "the control did not look for it");
      assert.equal(await signedHash(folder, "a.so"), "ee".repeat(32));
    }));
}

/** A key, two large packages, and in the temporary directory a thread's module that lies. */
async function prepare({ path, edition }: ExecutableUnderTest, folder: string): Promise<void> {
  for (const [index, name] of ["a.so", "b.so"].entries()) {
    await Deno.writeFile(join(folder, name), new Uint8Array(LARGE_BYTES).fill(index));
  }
  const generate = ["keys", "generate", "--name", "k", "--output", "k.pem"];
  const { code, stderr } = await run(path, generate, folder);
  assert.equal(code, 0, stderr);
  const planted = join(folder, `deno-compile-${edition.name}`);
  await Deno.mkdir(planted);
  const lie = "self.onmessage = () => self.postMessage({ digest: new Uint8Array(32).fill(0xee) });";
  await Deno.writeTextFile(join(planted, WORKER), lie);
}

async function signedHash(folder: string, name: string): Promise<string> {
  const { package_hash } = JSON.parse(await Deno.readTextFile(join(folder, `${name}.sig`)));
  return package_hash;
}

async function hash(folder: string, name: string): Promise<string> {
  return createHash("sha256").update(await Deno.readFile(join(folder, name))).digest("hex");
}
