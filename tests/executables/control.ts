import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { Build } from "../../src/build.ts";
import { compileArguments, type ExecutablePlan } from "../../scripts/compile/build_executable.ts";
import { BUNDLE_ENTRY, bundleProgram, copySources } from "../../scripts/compile/bundle.ts";
import { editionPermissions } from "../../scripts/compile/permissions.ts";
import { runCommand } from "../../scripts/compile/run_command.ts";
import { buildPages } from "../../scripts/pages/build_page.ts";
import { takeRuntime } from "../../scripts/compile/runtime_from.ts";
import { type ExecutableUnderTest, HOST, ROOT, SOURCE_FLAGS } from "./dist.ts";
import { run } from "./run.ts";

/**
 * What it takes to compile the executable under test once more, with something amiss: a test that an
 * attack fails proves nothing unless the same attack succeeds elsewhere. The facts of the build are
 * the executable's own, for with others it would be another program, and what is forged for the one
 * would not fit the other; `release_test.ts` shows that the plan itself gives the very same bytes.
 */
export async function planControl(
  { edition, path }: ExecutableUnderTest,
  folder: string,
): Promise<ExecutablePlan> {
  const deno = Deno.execPath();
  const denoVersion = Deno.version.deno;
  const runtimePath = join(folder, "runtime");
  const wanted = { target: HOST, denoVersion };
  await Deno.writeFile(runtimePath, takeRuntime(await Deno.readFile(path), path, wanted).bytes);
  const sources = join(folder, "sources");
  const bundle = join(folder, "bundle");
  await copySources(ROOT, sources);
  const facts = await factsOf(path, folder);
  const pages = await buildPages({ deno, sources });
  const files = await bundleProgram(deno, facts, { sources, bundle, pages });
  const permissions = editionPermissions(edition, SOURCE_FLAGS);
  const output = join(folder, "control", edition.name);
  return { deno, denoVersion, target: HOST, permissions, bundle, files, runtimePath, output };
}

/** Compiles a plan as it stands, and returns the executable's path. */
export async function compileFaithfully(plan: ExecutablePlan): Promise<string> {
  return await compile(plan, compileArguments(plan));
}

/** Compiles a plan into an executable that may load a code cache, and returns its path. */
export async function compileWithCodeCache(plan: ExecutablePlan): Promise<string> {
  return await compile(plan, compileArguments(plan).filter((arg) => arg !== "--no-code-cache"));
}

/** Compiles a plan into an executable that does not carry one of its files, and returns its path. */
export async function compileWithout(plan: ExecutablePlan, missing: string): Promise<string> {
  const files = plan.files.filter((name) => name !== missing);
  return await compile(plan, compileArguments({ ...plan, files }));
}

/** The same plan for a program that prints `text` and ends, in a source of the same length. */
export async function planImpostor(plan: ExecutablePlan, text: string): Promise<ExecutablePlan> {
  const bundle = `${plan.bundle}-impostor`;
  await cp(plan.bundle, bundle, { recursive: true });
  const entry = join(bundle, BUNDLE_ENTRY);
  const program = `console.log(${JSON.stringify(text)});//`;
  const { length } = await Deno.readTextFile(entry);
  await Deno.writeTextFile(entry, program.padEnd(length));
  return {
    ...plan,
    bundle,
    output: join(`${plan.output}-impostor`, plan.output.split("/").at(-1)!),
  };
}

async function factsOf(path: string, folder: string): Promise<Build> {
  const { code, stdout, stderr } = await run(path, ["doctor", "--json"], folder);
  if (code !== 0) throw new Error(`Cannot ask ${path} for its build: ${stderr}`);
  return JSON.parse(stdout).build;
}

async function compile(plan: ExecutablePlan, args: readonly string[]): Promise<string> {
  const env = { DENO_NO_PACKAGE_JSON: "1", DENORT_BIN: plan.runtimePath ?? "" };
  const { success, stderr } = await runCommand(plan.deno, args, { cwd: plan.bundle, env });
  if (!success) throw new Error(`Cannot compile a control: ${stderr}`);
  return plan.output;
}
