import { pathToFileURL } from "node:url";
import { REHEARSED } from "./rehearsal.ts";

const SETTLED_MS = 1000;

/**
 * Runs the rehearsed commands of a bundle, and writes what V8 compiled of the script that they are in. Takes the paths
 * of the bundle's entry, of the module that runs the script, and of the file to write.
 */
async function compileStart([entry = "", module = "", code = ""]: readonly string[]) {
  // The same on a machine so slow that a file is no longer new when it is hashed.
  Date.now = () => 0;
  // First, because V8 numbers scripts, and modules are loaded in no certain order.
  const { script } = await import(pathToFileURL(module).href);
  const { runApp, createContext } = await startOf(entry);
  for (const args of REHEARSED) {
    const exitCode = await runApp(await createContext(args), args);
    if (exitCode !== 0) throw new Error(`${args.join(" ")} ended with ${exitCode}`);
  }
  // V8 notes on a function that another thread is compiling it to machine code, and none is left after a while.
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  await Deno.writeFile(code, script.createCachedData());
}

/** What the entry loads to run a command: its modules are named by the bundler. */
async function startOf(entry: string) {
  const source = await Deno.readTextFile(entry);
  const modules = Array.from(
    source.matchAll(/import\("(\.\/[^"]+)"\)/g),
    ([, name]) => import(new URL(name!, pathToFileURL(entry)).href),
  );
  return Object.assign({}, ...await Promise.all(modules));
}

await compileStart(Deno.args);
// The commands listen for signals.
Deno.exit(0);
