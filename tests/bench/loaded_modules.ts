import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../../src/errors.ts";
import { BUILD } from "../../src/build.ts";
import { BUNDLE_ENTRY, bundleProgram, copySources } from "../../scripts/compile/bundle.ts";
import { firstErrorLine, runCommand } from "../../scripts/compile/run_command.ts";
import { sourceFlags } from "../../scripts/compile/source_flags.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What a command loads of the JavaScript that an executable carries. */
export interface LoadedModules {
  readonly count: number;
  readonly bytes: number;
}

/** Bundles the program as for an executable, into a folder below `folder`. Returns the bundle's folder. */
export async function bundleForCounting(folder: string): Promise<string> {
  const [sources, bundle] = [join(folder, "sources"), join(folder, "bundle")];
  await copySources(ROOT, sources);
  await bundleProgram(Deno.execPath(), BUILD, { sources, bundle });
  return bundle;
}

/**
 * Runs a command of a bundle in a folder, with the permissions of the program, and counts the modules that the runtime compiled for it: it writes a file of
 * coverage for each. Throws `io_failed` if the command fails.
 */
export async function countLoadedModules(
  bundle: string,
  args: readonly string[],
  cwd: string,
): Promise<LoadedModules> {
  const coverage = await Deno.makeTempDir({ prefix: "cloacina-loaded-" });
  try {
    const permissions = sourceFlags(await Deno.readTextFile(join(ROOT, "deno.json")));
    const flags = [...permissions, "--no-config", "--no-lock", `--coverage=${coverage}`];
    const run = ["run", ...flags, join(bundle, BUNDLE_ENTRY), ...args];
    const { success, stderr } = await runCommand(Deno.execPath(), run, { cwd });
    if (!success) throw new CloacinaError("io_failed", `Cannot run: ${firstErrorLine(stderr)}`);
    return await sizesOf(bundle, coverage);
  } finally {
    await Deno.remove(coverage, { recursive: true });
  }
}

async function sizesOf(bundle: string, coverage: string): Promise<LoadedModules> {
  const paths = new Set<string>();
  for await (const { name } of Deno.readDir(coverage)) {
    if (!name.endsWith(".json")) continue;
    const { url } = JSON.parse(await Deno.readTextFile(join(coverage, name)));
    if (url.startsWith("file:")) paths.add(new URL(url).pathname);
  }
  const loaded = [...paths].filter((path) => path.startsWith(`${bundle}/`));
  const sizes = await Promise.all(loaded.map(async (path) => (await Deno.stat(path)).size));
  return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
