import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { PROGRAM_SOURCES } from "../compile/facts.ts";

/** What a module imports, at once or later, by a name and not by a path. */
const BARE_IMPORT = /\b(?:from\s|import\s|import\s*\()\s*"([@a-z][\w@/.:-]*)"/g;

/** A package of npm as `deno.json` pins it, whatever of it is meant. */
const PINNED = /^npm:\/?((?:@[^@/]+\/)?[^@/]+@[^/]+)/;

/** The packages of npm that the program's sources import, each as `<name>@<version>`, sorted. */
export async function importedPackages(root: string): Promise<readonly string[]> {
  const { imports } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const found = new Set<string>();
  for await (const path of sourcesOf(root)) {
    for (const specifier of bareImports(await Deno.readTextFile(path))) {
      found.add(pinnedPackage(specifier, imports));
    }
  }
  return [...found].sort();
}

/** The names that a source imports, without what is built into the runtime. */
export function bareImports(source: string): readonly string[] {
  return Array.from(source.matchAll(BARE_IMPORT), ([, specifier]) => specifier!)
    .filter((specifier) => !specifier.startsWith("node:"));
}

function pinnedPackage(specifier: string, imports: Readonly<Record<string, string>>): string {
  const key = Object.keys(imports).find((name) =>
    specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`)
  );
  const [, pinned] = PINNED.exec(imports[key ?? ""] ?? "") ?? [];
  if (pinned !== undefined) return pinned;
  throw new CloacinaError(
    "invalid_request",
    `Cannot list ${specifier}: deno.json pins no such package`,
  );
}

async function* sourcesOf(root: string): AsyncGenerator<string> {
  for (const name of PROGRAM_SOURCES) yield* typeScriptBelow(join(root, name));
}

async function* typeScriptBelow(path: string): AsyncGenerator<string> {
  if ((await Deno.stat(path)).isFile) {
    if (/\.tsx?$/.test(path)) yield path;
    return;
  }
  for await (const { name } of Deno.readDir(path)) yield* typeScriptBelow(join(path, name));
}
