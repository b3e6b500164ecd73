import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Build } from "../../src/build.ts";
import { CloacinaError } from "../../src/errors.ts";
import { PROGRAM_SOURCES } from "./facts.ts";
import { firstErrorLine, runCommand } from "./run_command.ts";
import { gatherStart } from "./start_script.ts";

/** The module of the bundle that starts the program. */
export const BUNDLE_ENTRY = "main.js";

/** A copy of the sources to bundle, the folder to bundle it into, and the pages that it serves, by their files. */
export interface BundleParts {
  readonly sources: string;
  readonly bundle: string;
  readonly pages: ReadonlyMap<string, string>;
}

/** The module that finds the pages of a run from source. */
const PAGE_MODULE = "src/http/server/server_page_text.ts";

/**
 * Copies what the program is made of. A bundle is made from a copy because the build's facts replace
 * a module of it, and because Deno installs the packages beside it.
 */
export async function copySources(root: string, copy: string): Promise<void> {
  for (const name of PROGRAM_SOURCES) {
    await cp(join(root, name), join(copy, name), { recursive: true });
  }
}

/**
 * Bundles a copy of the sources, with the facts of one build in it, into one flat folder: the entry,
 * a script of what the commands that must start fast load, a chunk for what the others load lazily, and every worker on
 * its own. The same sources and facts give the same files on any machine of one kind. Returns their names, sorted.
 */
export async function bundleProgram(
  deno: string,
  facts: Build,
  { sources, bundle, pages }: BundleParts,
): Promise<string[]> {
  await Deno.writeTextFile(join(sources, "src", "build.ts"), buildModule(facts));
  await Deno.writeTextFile(join(sources, PAGE_MODULE), pageModule(facts, pages));
  await runBundler(deno, sources, ["--code-splitting", "--outdir", bundle, "main.ts"]);
  for (const worker of await findWorkers(sources)) {
    const output = join(bundle, `${basename(worker, ".ts")}.js`);
    await runBundler(deno, sources, ["--output", output, worker]);
  }
  for (const name of await listBundle(bundle)) await provideRequire(join(bundle, name));
  // What V8 compiled for this machine is of no use on another.
  const isCompiled = facts.target === Deno.build.target;
  await gatherStart(deno, { folder: await Deno.realPath(bundle), entry: BUNDLE_ENTRY }, isCompiled);
  const names = await listBundle(bundle);
  await requireReferences(bundle, names);
  await forgetTimes(bundle, names);
  return names;
}

/** The module that stands in for `src/build.ts`. */
export function buildModule(facts: Build): string {
  return `export const BUILD = ${JSON.stringify(facts, null, 2)};\n`;
}

/** The module that stands in for the one that reads pages. What has no network serves none. */
export function pageModule({ kind }: Build, pages: BundleParts["pages"]): string {
  const carried = kind === "offline" ? {} : Object.fromEntries(pages);
  return `const PAGES = new Map(Object.entries(${JSON.stringify(carried)}));
export const pageText = (file) => Promise.resolve(PAGES.get(file) ?? null);\n`;
}

/** The relative modules that a bundled file names: what it imports, and the workers that it starts. */
export function referencedModules(source: string): string[] {
  const names = [...source.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)].flatMap((match) =>
    match[1] ?? []
  );
  return [...new Set(names)];
}

async function runBundler(deno: string, sources: string, args: readonly string[]): Promise<void> {
  // With the packages in a folder of the copy, no path of this machine gets into the bundle.
  const fixed = ["bundle", "--minify", "--frozen", "--node-modules-dir=auto"];
  const { success, stderr } = await runCommand(deno, [...fixed, ...args], { cwd: sources });
  if (success) return;
  throw bundleFailure(args.at(-1)!, stderr);
}

/** Why `deno bundle` failed. Its bundler, esbuild, comes from the npm registry when it is first needed. */
export function bundleFailure(source: string, stderr: string): CloacinaError {
  const message = `Cannot bundle ${source}: ${firstErrorLine(stderr)}`;
  if (!/certificate|UnknownIssuer/i.test(stderr)) {
    return new CloacinaError("invalid_request", message);
  }
  return new CloacinaError("io_failed", message, {
    hint: "where the npm registry has a certificate by an authority of your own that this system " +
      "trusts, set DENO_TLS_CA_STORE=system",
  });
}

/** A module whose name ends in `_worker.ts` runs in a thread of its own, and no import leads to it. */
async function findWorkers(sources: string, folder = "src"): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(join(sources, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...await findWorkers(sources, path));
    else if (entry.name.endsWith("_worker.ts")) found.push(path);
  }
  return found.sort();
}

/**
 * What the bundler puts in the place of `require`, by which CommonJS packages load what is built in: it throws. Deno
 * 2.7.11 replaces it by itself only where nothing is minified.
 */
const NO_REQUIRE = /throw Error\('Dynamic require of "'\+(\w+)\+'" is not supported'\)/g;

/** A bundled file in which `require` loads what is built into the runtime. Throws where it would still throw. */
export function withRequire(source: string): string {
  const provided = source.replace(NO_REQUIRE, "return process.getBuiltinModule($1)");
  if (!provided.includes("Dynamic require of")) return provided;
  throw new CloacinaError("invalid_request", "Cannot bundle the program: its require would throw");
}

async function provideRequire(path: string): Promise<void> {
  const source = await Deno.readTextFile(path);
  const provided = withRequire(source);
  if (provided !== source) await Deno.writeTextFile(path, provided);
}

async function listBundle(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) names.push(entry.name);
  return names.sort();
}

/**
 * A module that is named but not embedded would be loaded from a folder of the temporary directory
 * that anyone can write, so a bundle that names one is refused.
 */
async function requireReferences(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const source = await Deno.readTextFile(join(folder, name));
    const missing = referencedModules(source).find((reference) => !names.includes(reference));
    if (missing === undefined) continue;
    throw new CloacinaError(
      "invalid_request",
      `Cannot bundle ${name}: ${missing} is not in the bundle`,
    );
  }
}

/** The executable records each file's time of change, which would make every build another. */
async function forgetTimes(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await Deno.utime(join(folder, name), 0, 0);
}
