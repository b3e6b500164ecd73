import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "./run_command.ts";

/** How to run a module. */
export interface ModuleRun {
  /** Flags of `deno run`: permissions. */
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * Runs a module and returns the files of its folder that the runtime compiled for it, sorted by name: it writes a file
 * of coverage for each. Throws `io_failed` if the run fails. The path is real, as Deno names
 * modules.
 */
export async function loadedModules(
  deno: string,
  entry: string,
  { flags, args, cwd }: ModuleRun,
): Promise<string[]> {
  const coverage = await Deno.makeTempDir({ prefix: "cloacina-loaded-" });
  try {
    const runtime = [...flags, "--no-config", "--no-lock", `--coverage=${coverage}`];
    const run = ["run", ...runtime, entry, ...args];
    const { success, stderr } = await runCommand(deno, run, { cwd });
    if (!success) throw new CloacinaError("io_failed", `Cannot run: ${firstErrorLine(stderr)}`);
    return await coveredBelow(dirname(entry), coverage);
  } finally {
    await Deno.remove(coverage, { recursive: true });
  }
}

async function coveredBelow(folder: string, coverage: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const { name } of Deno.readDir(coverage)) {
    if (!name.endsWith(".json")) continue;
    const { url } = JSON.parse(await Deno.readTextFile(join(coverage, name)));
    const path = url.startsWith("file:") ? fileURLToPath(url) : "";
    if (path.startsWith(`${folder}/`)) names.add(path.slice(folder.length + 1));
  }
  return [...names].sort();
}
