import { type Import, visitImports } from "./imports.ts";
import { absolute, projectPath } from "./paths.ts";
import { type ImportMap, resolve } from "./specifiers.ts";

/** What every file of the project imports, type imports and dynamic ones included; read from the disk once a run. */
type Graph = Map<string, readonly string[]>;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** An import in any form whose specifier is relative; in a comment it counts as well. */
const RELATIVE_IMPORT = /\b(?:from|import|require)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/** Else a cycle through this file would not be found from another one, which reads its text. */
const NOT_PLAIN =
  'Cannot read the import: write it plainly, as in from "./a.ts" or import("./a.ts")';

/** `cloacina/cycles`: no file imports itself, whatever way round, so that each can be read without the others. */
export function cyclesRule(imports: ImportMap): Deno.lint.Rule {
  const graph: Graph = new Map();
  const known = new Map<string, ReadonlySet<string>>();
  return {
    create(context) {
      const path = projectPath(context.filename);
      if (path === null) return {};
      const text = context.sourceCode.text;
      const plain = new Set(Array.from(text.matchAll(RELATIVE_IMPORT), ([, found]) => found));
      return visitImports((one) => {
        if (/^\.{1,2}\//.test(one.specifier ?? "") && !plain.has(one.specifier!)) {
          context.report({ node: one.node, message: NOT_PLAIN });
        }
        const target = targetOf(one, path, imports);
        if (target === null || !reachedFrom(graph, known, target).has(path)) return;
        const way = wayBetween(graph, target, path);
        context.report({ node: one.node, message: refusal(path, target, way) });
      });
    },
  };
}

function targetOf({ specifier }: Import, path: string, imports: ImportMap): string | null {
  if (specifier === null) return null;
  const target = resolve(specifier, path, imports);
  return target.kind === "file" ? target.path : null;
}

function refusal(path: string, target: string, way: readonly string[]): string {
  const through = way.slice(1, -1);
  const ring = target === path
    ? "it would import itself"
    : `it imports ${path} again${through.length === 0 ? "" : `, by way of ${through.join(", ")}`}`;
  return `Cannot import ${target} from ${path}: ${ring}; move what both need to a file of its own`;
}

/** A file and all that it imports, itself or through others. */
function reachedFrom(
  graph: Graph,
  known: Map<string, ReadonlySet<string>>,
  start: string,
): ReadonlySet<string> {
  const reached = known.get(start) ?? new Set(breadthFirst(graph, start).keys());
  known.set(start, reached);
  return reached;
}

/** The shortest way from one file to another that it reaches, both included. */
function wayBetween(graph: Graph, start: string, end: string): readonly string[] {
  const importers = breadthFirst(graph, start);
  const way = [end];
  while (way[0] !== start) way.unshift(importers.get(way[0]!)!);
  return way;
}

/** Every file that is reached from one, with the file that imports it on the shortest way. */
function breadthFirst(graph: Graph, start: string): ReadonlyMap<string, string | null> {
  const importers = new Map<string, string | null>([[start, null]]);
  for (const file of importers.keys()) {
    for (const next of importsOf(graph, file)) {
      if (!importers.has(next)) importers.set(next, file);
    }
  }
  return importers;
}

function importsOf(graph: Graph, path: string): readonly string[] {
  const found = graph.get(path) ?? readImports(path);
  graph.set(path, found);
  return found;
}

function readImports(path: string): readonly string[] {
  if (!SOURCE.test(path)) return [];
  const specifiers = Array.from(readText(path).matchAll(RELATIVE_IMPORT), ([, found]) => found!);
  const targets = specifiers.map((specifier) => resolve(specifier, path, {}));
  return targets.flatMap((target) => target.kind === "file" ? [target.path] : []);
}

/** A file that is not there imports nothing; that it is missing, the type check says. */
function readText(path: string): string {
  try {
    return Deno.readTextFileSync(absolute(path));
  } catch {
    return "";
  }
}
