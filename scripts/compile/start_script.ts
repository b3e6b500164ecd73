import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloacinaError } from "../../src/errors.ts";
import { loadedModules } from "./loaded_modules.ts";
import { REHEARSAL_FLAGS, REHEARSED, VERSION, withRehearsal } from "./rehearsal.ts";
import { firstErrorLine, runCommand } from "./run_command.ts";

/** A bundle in a folder, and the module that it begins with. */
export interface Bundle {
  readonly folder: string;
  readonly entry: string;
}

/** A chunk of the bundle that becomes part of the script. */
interface Chunk {
  readonly name: string;
  readonly source: string;
  readonly exported: readonly string[];
}

/** The module that runs the script of the start, the script itself, and what V8 compiled of it. */
export const START_MODULE = "start.js";
export const START_SCRIPT = "start_script.js";
const CODE = "start_script.code";

const COMPILER = fileURLToPath(new URL("./compile_start.ts", import.meta.url));

/** The names in the script of what it is given: a place for its exports, `import()` and `import.meta.url`. */
const GIVE = "giveChunks";
const LOAD = "loadChunk";
const URL_OF_MODULE = "urlOfModule";

/**
 * Gathers the chunks that the rehearsed commands load into one script, because loading and parsing them takes longer
 * than running them. In the place of each remains a module that exports the same from the script, so that whatever else
 * imports a chunk shares its state. With `isCompiled`, beside the script lies what V8 compiled of it in a rehearsal: it
 * is for the same V8 on the same kind of machine, and any other compiles the script itself. What prints the version
 * becomes one module of its own.
 */
export async function gatherStart(
  deno: string,
  bundle: Bundle,
  isCompiled: boolean,
): Promise<void> {
  const { folder } = bundle;
  const [version, chunks] = await withRehearsal(async (cwd) => [
    await readChunks(deno, bundle, { commands: [VERSION], cwd }),
    await readChunks(deno, bundle, { commands: REHEARSED, cwd }),
  ]);
  await writeScript(deno, folder, chunks!);
  await writeVersion(deno, folder, version!);
  if (isCompiled) await compileScript(deno, bundle);
}

/** Reads what commands load beside the entry, sorted by name. */
async function readChunks(
  deno: string,
  { folder, entry }: Bundle,
  { commands, cwd }: { readonly commands: typeof REHEARSED; readonly cwd: string },
): Promise<Chunk[]> {
  const names = new Set<string>();
  for (const args of commands) {
    const run = { flags: REHEARSAL_FLAGS, args, cwd };
    for (const name of await loadedModules(deno, join(folder, entry), run)) names.add(name);
  }
  names.delete(entry);
  return await Promise.all(
    [...names].sort().map(async (name) => {
      const source = await Deno.readTextFile(join(folder, name));
      return { name, source, exported: exportedNames(source) };
    }),
  );
}

async function writeScript(
  deno: string,
  folder: string,
  chunks: readonly Chunk[],
): Promise<void> {
  const entry = { name: "all.js", source: gatheringModule(chunks), exported: [] };
  const body = await bundleChunks(deno, [...chunks, entry], { entry: entry.name, format: "cjs" });
  const parameters = `require,${GIVE},${LOAD},${URL_OF_MODULE}`;
  await Deno.writeTextFile(
    join(folder, START_SCRIPT),
    `(function(${parameters}){${body}\n})\n`,
  );
  await Deno.writeFile(join(folder, CODE), new Uint8Array());
  await Deno.writeTextFile(join(folder, START_MODULE), MODULE_SOURCE);
  for (const [index, chunk] of chunks.entries()) {
    await Deno.writeTextFile(join(folder, chunk.name), standIn(chunk, index));
  }
}

/** Nothing else is loaded with it, so that it need not share a state. */
async function writeVersion(
  deno: string,
  folder: string,
  chunks: readonly Chunk[],
): Promise<void> {
  const entry = chunks.find(({ exported }) => exported.includes("printVersion"))!.name;
  const named = await bundleChunks(deno, chunks, { entry, format: "esm" });
  const module = named.replaceAll(LOAD, "import").replaceAll(URL_OF_MODULE, "import.meta.url");
  await Deno.writeTextFile(join(folder, entry), module);
}

/** What a bundled module exports, by its only export statement: `export{a as b,c as default};` */
export function exportedNames(source: string): string[] {
  const list = /\bexport\{([^}]*)\};/.exec(source)?.[1] ?? "";
  return list.split(",").filter((word) => word !== "").map((word) => word.split(" as ").at(-1)!);
}

/** Bundles chunks into one source, with names in the place of what only modules have. */
async function bundleChunks(
  deno: string,
  chunks: readonly Chunk[],
  { entry, format }: { readonly entry: string; readonly format: "esm" | "cjs" },
): Promise<string> {
  const cwd = await Deno.makeTempDir({ prefix: "cloacina-start-" });
  try {
    for (const { name, source } of chunks) {
      const named = source
        .replaceAll(/\bimport\(/g, `${LOAD}(`)
        .replaceAll("import.meta.url", URL_OF_MODULE);
      await Deno.writeTextFile(join(cwd, name), named);
    }
    const fixed = ["bundle", "--no-config", "--no-lock", "--minify", "--format", format];
    const args = [...fixed, "--output", "bundled", entry];
    const { success, stderr } = await runCommand(deno, args, { cwd });
    if (success) return await Deno.readTextFile(join(cwd, "bundled"));
    throw new CloacinaError(
      "invalid_request",
      `Cannot bundle the start: ${firstErrorLine(stderr)}`,
    );
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/**
 * A module that imports all chunks, and hands out a function from a chunk's number to what it exports: exports of its
 * own would all have to be defined at every start.
 */
function gatheringModule(chunks: readonly Chunk[]): string {
  const imports = chunks.map(({ name, exported }, index) => {
    const names = exported.map((word) => `${word} as ${gatheredName(index, word)}`);
    return `import{${names.join(",")}}from"./${name}";\n`;
  });
  const cases = chunks.map(({ exported }, index) => {
    const fields = exported.map((word) => `${word}:${gatheredName(index, word)}`);
    return `case ${index}:return{${fields.join(",")}};\n`;
  });
  return `${imports.join("")}${GIVE}((index)=>{switch(index){${cases.join("")}}});\n`;
}

/** The module in the place of a chunk. */
function standIn({ exported }: Chunk, index: number): string {
  const fields = exported.map((word) => `${word}:${gatheredName(index, word)}`);
  const names = exported.map((word) => `${gatheredName(index, word)} as ${word}`);
  return `import{chunk}from"./${START_MODULE}";const{${fields.join(",")}}=chunk(${index});` +
    `export{${names.join(",")}};\n`;
}

function gatheredName(index: number, word: string): string {
  return `c${index}_${word}`;
}

/** The script has the same name wherever it lies, because what V8 compiled of it contains that. */
const MODULE_SOURCE = `import{Script}from"node:vm";
const place=import.meta.dirname+"/";
const cachedData=Deno.readFileSync(place+"${CODE}");
const source=Deno.readTextFileSync(place+"${START_SCRIPT}");
export const script=new Script(source,{filename:"${START_SCRIPT}",cachedData});
export let chunk;
script.runInThisContext()(
process.getBuiltinModule,(given)=>chunk=given,(name)=>import(name),import.meta.url);
`;

async function compileScript(deno: string, { folder, entry }: Bundle): Promise<void> {
  const paths = [entry, START_MODULE, CODE].map((name) => join(folder, name));
  // By a shell it looks at its own threads.
  const looks = Deno.build.os === "linux" ? ["--allow-run=/bin/sh"] : [];
  const run = ["run", "--no-config", "--no-lock", ...REHEARSAL_FLAGS, ...looks, COMPILER, ...paths];
  const { success, stderr } = await withRehearsal((cwd) => runCommand(deno, run, { cwd }));
  if (success) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot rehearse the start: ${firstErrorLine(stderr)}`,
  );
}
