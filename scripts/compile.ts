import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Build } from "../src/build.ts";
import { CloacinaError } from "../src/errors.ts";
import { COMPILE_USAGE, type CompileOptions, parseCompileArguments } from "./compile/arguments.ts";
import { buildExecutable } from "./compile/build_executable.ts";
import { bundleProgram, copySources } from "./compile/bundle.ts";
import { removeChecksums, writeChecksums } from "./compile/checksums.ts";
import {
  type ProjectFacts,
  readCommit,
  readCommitDate,
  readDenoVersion,
  readProject,
  requireReleasable,
} from "./compile/facts.ts";
import { type Edition, editionPermissions, EDITIONS } from "./compile/permissions.ts";
import { runScript } from "./compile/run_script.ts";
import { takeRuntime } from "./compile/runtime_from.ts";
import { parseTarget, type Target, TARGETS } from "./compile/targets.ts";
import { buildPages } from "./pages/build_page.ts";

/** What every executable of one run shares. */
interface Workshop {
  readonly project: ProjectFacts;
  readonly deno: string;
  readonly denoVersion: string;
  readonly commit: Build["commit"];
  readonly date: Build["date"];
  readonly runtime: Build["runtime"];
  readonly runtimePath: string | undefined;
  /** The pages that the server shows, by their files. */
  readonly pages: ReadonlyMap<string, string>;
  /** A temporary folder: the copy of the sources, and the bundles. */
  readonly temporary: string;
}

/** One executable of a run. */
interface Executable {
  readonly edition: Edition;
  readonly target: Target;
  /** Its path below the output folder. */
  readonly name: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

async function compile(options: CompileOptions): Promise<void> {
  const temporary = await Deno.makeTempDir({ prefix: "cloacina-compile-" });
  try {
    const workshop = await openWorkshop(options, temporary);
    await compileInto(
      resolve(options.outputDir ?? join(ROOT, "dist")),
      listExecutables(options.targets),
      workshop,
    );
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Compiles into a staging folder, and changes the output folder only once every executable is complete. */
async function compileInto(
  outputDir: string,
  executables: readonly Executable[],
  workshop: Workshop,
): Promise<void> {
  await Deno.mkdir(outputDir, { recursive: true });
  const staging = await Deno.makeTempDir({ dir: outputDir, prefix: ".compiling-" });
  try {
    for (const executable of executables) await compileOne(workshop, executable, staging);
    await removeChecksums(outputDir);
    for (const { name } of executables) await moveInto(outputDir, staging, name);
  } finally {
    await Deno.remove(staging, { recursive: true });
  }
  await writeChecksums(outputDir);
}

/** One target has its own folder; without a target, the executables of this system have none. */
function listExecutables(targets: readonly Target[]): Executable[] {
  const places = targets.length > 0
    ? targets.map((target) => ({ target, folder: target }))
    : [{ target: hostTarget(), folder: "" }];
  return places.flatMap(({ target, folder }) =>
    EDITIONS.map((edition) => {
      const name = join(folder, edition.name + TARGETS[target].suffix);
      return { edition, target, name };
    })
  );
}

async function moveInto(outputDir: string, staging: string, name: string): Promise<void> {
  const output = join(outputDir, name);
  await Deno.mkdir(dirname(output), { recursive: true });
  await Deno.rename(join(staging, name), output);
  console.log(output);
}

async function openWorkshop(
  options: CompileOptions,
  temporary: string,
): Promise<Workshop> {
  refuseHiddenRuntime();
  const deno = options.deno ?? Deno.execPath();
  const [project, denoVersion, commit] = await Promise.all([
    readProject(ROOT),
    readDenoVersion(deno, ROOT),
    readCommit(ROOT),
  ]);
  if (options.release) requireReleasable(commit);
  const target = options.targets[0] ?? hostTarget();
  const reused = await unpackRuntime(options.runtimeFrom, { target, denoVersion }, temporary);
  const sources = join(temporary, "sources");
  await copySources(ROOT, sources);
  const pages = await buildPages({ deno, sources });
  const date = await readCommitDate(ROOT, commit);
  return { project, deno, denoVersion, commit, date, pages, temporary, ...reused };
}

/** Deno would use it silently, and `--version` would say that the runtime was downloaded. */
function refuseHiddenRuntime(): void {
  if (Deno.env.get("DENORT_BIN") === undefined) return;
  throw new CloacinaError("invalid_request", "Cannot compile with DENORT_BIN: it is set", {
    hint: "unset it, and pass --runtime-from EXE to reuse a runtime",
  });
}

async function unpackRuntime(
  path: string | undefined,
  wanted: { target: Target; denoVersion: string },
  temporary: string,
): Promise<Pick<Workshop, "runtime" | "runtimePath">> {
  if (path === undefined) return { runtime: "downloaded by deno", runtimePath: undefined };
  const file = await Deno.readFile(path).catch((cause) => {
    throw new CloacinaError("file_not_found", `Cannot read ${path}: ${cause.message}`, { cause });
  });
  const { bytes, sha256 } = takeRuntime(file, path, wanted);
  const runtimePath = join(temporary, "runtime");
  await Deno.writeFile(runtimePath, bytes, { createNew: true });
  return { runtime: `reused from ${sha256}`, runtimePath };
}

async function compileOne(
  workshop: Workshop,
  { edition, target, name }: Executable,
  staging: string,
): Promise<void> {
  const bundle = join(workshop.temporary, target, edition.name);
  const sources = join(workshop.temporary, "sources");
  const facts = buildFacts(workshop, edition, target);
  const files = await bundleProgram(workshop.deno, facts, {
    sources,
    bundle,
    pages: workshop.pages,
  });
  const permissions = editionPermissions(edition, workshop.project.sourceFlags);
  const output = join(staging, name);
  await Deno.mkdir(dirname(output), { recursive: true });
  await buildExecutable({ ...workshop, target, permissions, bundle, files, output });
}

function buildFacts(workshop: Workshop, edition: Edition, target: Target): Build {
  return {
    version: workshop.project.version,
    kind: edition.kind,
    target,
    compiler: workshop.denoVersion,
    commit: workshop.commit,
    date: workshop.date,
    runtime: workshop.runtime,
  };
}

function hostTarget(): Target {
  return parseTarget(Deno.build.target);
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseCompileArguments(args);
  if (options.help) console.log(COMPILE_USAGE);
  else await compile(options);
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
