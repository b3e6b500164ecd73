import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../../scripts/lint/paths.ts";

const NAMES = /\b(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*"(\.[^"]+)"/g;
const EVERYTHING = /\b(?:import|export)\s+(?:type\s+)?\*(?:\s+as\s+\w+)?\s*from\s*"(\.[^"]+)"/g;
const ONE = /\bimport\("(\.[^"]+)"\)\)?\s*\.(\w+)/g;
const EXPORTED = /^export (?:declare )?(?:interface|type) (\w+)/gm;

/** Sources by their paths in the project. */
type Sources = ReadonlyMap<string, string>;

Deno.test("a type is exported only where another file imports it", async () => {
  const sources = await readSources();
  assert.ok(sources.size > 1000);
  assert.deepEqual(exportedInVain(sources), []);
});

Deno.test("every form of an import counts, and a type that only its own file uses is found", () => {
  const sources = new Map([
    [
      "src/a.ts",
      ["Left", "One", "Two", "Three", "Four"].map((name) => `export type ${name} = 1;\n`).join("") +
      "export interface Lonely {}\nconst left: Left = 1;",
    ],
    ["src/b.ts", "export interface Any {}"],
    ["src/c.ts", 'import type { One } from "./a.ts";\nimport { type Two as Other } from "./a.ts";'],
    [
      "tests/d.ts",
      'let three: import("../src/a.ts").Three;\nexport { type Four } from "../src/a.ts";',
    ],
    ["tests/e.ts", 'import type * as b from "../src/b.ts";'],
  ]);
  assert.deepEqual(exportedInVain(sources), ["src/a.ts: Left", "src/a.ts: Lonely"]);
});

function exportedInVain(sources: Sources): readonly string[] {
  const imported = new Set([...sources].flatMap(([path, text]) => importsOf(path, text)));
  return [...sources].filter(([path]) => path.startsWith("src/") && !imported.has(`${path}: *`))
    .flatMap(([path, text]) =>
      Array.from(text.matchAll(EXPORTED), ([, name]) => `${path}: ${name}`)
        .filter((type) => !imported.has(type))
    );
}

/** What a file imports, as `path: name`; of all that another one has, `*`. */
function importsOf(path: string, text: string): readonly string[] {
  const from = (specifier: string) => normalize(join(dirname(path), specifier));
  return [
    ...Array.from(text.matchAll(NAMES)).flatMap(([, names = "", specifier = ""]) =>
      names.split(",").map((name) => `${from(specifier)}: ${nameIn(name)}`)
    ),
    ...Array.from(text.matchAll(EVERYTHING), ([, specifier = ""]) => `${from(specifier)}: *`),
    ...Array.from(text.matchAll(ONE), ([, specifier = "", name]) => `${from(specifier)}: ${name}`),
  ];
}

/** The name that is imported by `type Name as Other`. */
function nameIn(text: string): string {
  return text.trim().replace(/^type\s+/, "").replace(/\s+as\s.*$/, "");
}

async function readSources(): Promise<Sources> {
  const paths = ["src", "scripts", "tests"].flatMap(sourcesBelow);
  return new Map(
    await Promise.all(
      [...paths, "main.ts"].map(async (path) =>
        [path, await Deno.readTextFile(join(ROOT, path))] as const
      ),
    ),
  );
}

function sourcesBelow(folder: string): readonly string[] {
  return [...Deno.readDirSync(join(ROOT, folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? sourcesBelow(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}
