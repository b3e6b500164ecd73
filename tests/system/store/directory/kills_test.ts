import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { openDirectory } from "../../../../src/store/directory/open_directory.ts";
import type { Store } from "../../../../src/store/store.ts";
import {
  afterStep,
  type Contents,
  contentsOf,
  NOTHING,
  takeStep,
} from "../../../store/directory/steps.ts";
import { scriptCommand } from "../../../store/directory/writer_process.ts";

/** In each of two directories, at least. */
const KILLS = 100;

/** How many of them must meet a write. A busy machine needs more kills for it, which this many bound. */
const INTERRUPTED = 10;
const MOST_KILLS = 10 * KILLS;

const NEWLINE = 0x0a;

/** Where a long work stands: all steps before `step` were taken. */
interface Progress {
  readonly step: number;
  readonly contents: Contents;
}

Deno.test("a writer may be killed at least 200 times, at any moment, and nothing is lost", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    const seeds = ["one directory", "another directory"];
    const works = seeds.map((seed) => killAgainAndAgain(`${folder}/${seed}`, seed));
    const interrupted = await Promise.all(works).finally(() => Promise.allSettled(works));
    // Else the kills came at the wrong moments, and nothing was shown.
    assert.ok(Math.min(...interrupted) >= INTERRUPTED, `only ${interrupted} kills met a write`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** How many of the kills met a writer while it wrote, and left that to be seen. */
async function killAgainAndAgain(root: string, seed: string): Promise<number> {
  const store = await openDirectory({ kind: "directory", path: root });
  let progress: Progress = { step: 0, contents: NOTHING };
  let interrupted = 0;
  for (let kill = 0; kill < KILLS || (interrupted < INTERRUPTED && kill < MOST_KILLS); kill++) {
    const confirmed = await killWriter(root, seed, progress.step);
    if (hasLeftOvers(root)) interrupted += 1;
    progress = await judge(store, seed, advance(progress, seed, confirmed));
    // The next command, of another process than the one that was killed.
    await takeStep(store, seed, progress.step);
    progress = advance(progress, seed, 1);
  }
  assert.deepEqual(await contentsOf(store, seed), progress.contents);
  return interrupted;
}

/** A journal, or temporary files, which are taken away so that the next kill is judged by its own. */
function hasLeftOvers(root: string): boolean {
  if ([...Deno.readDirSync(root)].some(({ name }) => name === "journal.json")) return true;
  const left = [...Deno.readDirSync(`${root}/temporary`)];
  for (const { name } of left) Deno.removeSync(`${root}/temporary/${name}`);
  return left.length > 0;
}

/** Starts a writer that would go on for ever, and kills it in the middle of a step. How many it confirmed. */
async function killWriter(root: string, seed: string, step: number): Promise<number> {
  const [program = "", ...args] = scriptCommand("writer.ts", root, seed, String(step), "1000000");
  const child = new Deno.Command(program, { args, stdin: "null", stdout: "piped" }).spawn();
  const fatal = 1 + Math.floor(Math.random() * 6);
  let confirmed = 0;
  for await (const chunk of child.stdout) {
    const before = confirmed;
    confirmed += chunk.filter((byte) => byte === NEWLINE).length;
    // A step takes some milliseconds, and the writer is in one all the time.
    if (before < fatal && confirmed >= fatal) {
      setTimeout(() => child.kill("SIGKILL"), Math.random() * 5);
    }
  }
  assert.equal((await child.status).signal, "SIGKILL");
  return confirmed;
}

/** All confirmed steps were taken, and of the one that was not either all or nothing. */
async function judge(store: Store, seed: string, confirmed: Progress): Promise<Progress> {
  const contents = await contentsOf(store, seed);
  if (isDeepStrictEqual(contents, confirmed.contents)) return confirmed;
  const oneMore = advance(confirmed, seed, 1);
  assert.deepEqual(contents, oneMore.contents);
  return oneMore;
}

function advance({ step, contents }: Progress, seed: string, count: number): Progress {
  let [next, after] = [step, contents];
  for (; next < step + count; next++) after = afterStep(after, seed, next);
  return { step: next, contents: after };
}
