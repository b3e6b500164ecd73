import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "../compile/run_command.ts";

/** The modules that are loaded before the program knows which command to run. */
export interface StartupModules {
  /** Modules of the project, relative to its folder, sorted. */
  readonly own: readonly string[];
  /** Packages, with their versions, sorted. */
  readonly packages: readonly string[];
}

/** The imports in `deno info --json`. Type imports are erased and load nothing. */
interface ModuleGraph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** Reads the modules that an entry of the project loads. Throws `invalid_request` if Deno cannot list them. */
export async function readStartupModules(root: string, entry: string): Promise<StartupModules> {
  const { success, stdout, stderr } = await runCommand(
    Deno.execPath(),
    ["info", "--json", entry],
    { cwd: root },
  );
  if (success) return startupModules(JSON.parse(stdout));
  const message = `Cannot read what ${entry} imports: ${firstErrorLine(stderr)}`;
  throw new CloacinaError("invalid_request", message);
}

/** All modules reachable from the root without `import()`, except the `import()` of the root itself. */
export function startupModules({ roots, modules }: ModuleGraph): StartupModules {
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const reached = new Set(roots);
  for (const specifier of reached) {
    const isRoot = roots.includes(specifier);
    for (const { code, isDynamic } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined && (isRoot || !isDynamic)) reached.add(code.specifier);
    }
  }
  const base = new URL(".", roots[0]).href;
  return {
    own: withoutPrefix(reached, base),
    packages: withoutPrefix(reached, "npm:"),
  };
}

function withoutPrefix(specifiers: ReadonlySet<string>, prefix: string): string[] {
  return [...specifiers]
    .filter((specifier) => specifier.startsWith(prefix))
    .map((specifier) => specifier.slice(prefix.length).replace(/^\//, ""))
    .sort();
}
