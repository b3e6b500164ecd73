import { pathToFileURL } from "node:url";
import { REHEARSED } from "./rehearsal.ts";

/** How often in a row, a tenth of a second apart, no other thread may be seen at work. */
const QUIET_LOOKS = 10;
const LOOK_MS = 100;

/** How long to wait where the system does not tell of threads, in milliseconds. */
const UNSEEN_MS = 3000;

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
  // V8 notes on a function that another thread is compiling it to machine code.
  await othersRest();
  await Deno.writeFile(code, script.createCachedData());
}

/** Waits until no other thread of this process has anything to do, on a machine however busy. */
async function othersRest(): Promise<void> {
  if (Deno.build.os !== "linux") return await pause(UNSEEN_MS);
  for (let looks = 0; looks < QUIET_LOOKS;) {
    await pause(LOOK_MS);
    looks = await doOthersWork() ? 0 : looks + 1;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether another thread runs, or would if a processor were free (proc(5)). Deno itself reads this only with all permissions. */
async function doOthersWork(): Promise<boolean> {
  const args = ["-c", `cat /proc/${Deno.pid}/task/*/stat`];
  const { stdout } = await new Deno.Command("/bin/sh", { args }).output();
  const threads = new TextDecoder().decode(stdout).matchAll(/^(\d+) .*\) (\S)/gm);
  return threads.some(([, id, state]) => Number(id) !== Deno.pid && state === "R");
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
