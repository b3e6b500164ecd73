import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILD } from "../../src/build.ts";
import { BUNDLE_ENTRY, bundleProgram, copySources } from "../../scripts/compile/bundle.ts";
import { loadedModules } from "../../scripts/compile/loaded_modules.ts";
import { START_MODULE, START_SCRIPT } from "../../scripts/compile/start_script.ts";
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
  await bundleProgram(Deno.execPath(), BUILD, { sources, bundle, pages: new Map() });
  return bundle;
}

/** Runs a command of a bundle in a folder, with the permissions of the program, and counts what was compiled for it. */
export async function countLoadedModules(
  bundle: string,
  args: readonly string[],
  cwd: string,
): Promise<LoadedModules> {
  const flags = sourceFlags(await Deno.readTextFile(join(ROOT, "deno.json")));
  const entry = join(bundle, BUNDLE_ENTRY);
  const names = await loadedModules(Deno.execPath(), entry, { flags, args, cwd });
  // A module runs the script, which is no module.
  const read = names.includes(START_MODULE) ? [...names, START_SCRIPT] : names;
  const sizes = await Promise.all(
    read.map(async (name) => (await Deno.stat(join(bundle, name))).size),
  );
  return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
