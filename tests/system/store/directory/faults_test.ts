import assert from "node:assert/strict";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { openDirectory } from "../../../../src/store/directory/open_directory.ts";
import type { Store } from "../../../../src/store/store.ts";
import {
  afterStep,
  type Contents,
  contentsOf,
  NOTHING,
  STEP_KINDS,
  takeStep,
} from "../../../store/directory/steps.ts";
import { runTraced, type TracedCall, type TracedRun } from "./traced_run.ts";
import { runToEnd, scriptCommand } from "../../../store/directory/writer_process.ts";
import { exists } from "../../../testkit/exists.ts";

const SEED = "faults";

/** The calls by which a store is changed, as the kernel is asked for them. */
const CALLS = ["mkdir", "write", "fsync", "rename", "unlink"] as const;

/** Often enough to hit one call among those of the runtime. */
const MAX_TRIES = 100;

/** What a step does to a store, and where such a store lies to be copied. */
interface Scene {
  readonly folder: string;
  readonly step: number;
  readonly before: Contents;
  readonly after: Contents;
}

const FAULTS = ["error=EIO", "signal=KILL"] as const;

// Of each kind of step the second one: what it needs is there already.
for (const [at, kind] of STEP_KINDS.entries()) {
  const full = at < 2 ? ["error=ENOSPC"] : [];
  Deno.test(`whatever fails, the old or the new state is left: ${kind}`, async () => {
    await sweep(STEP_KINDS.length + at, [...FAULTS, ...full]);
  });
}

Deno.test("whatever fails, the old or the new state is left: nothing was there", async () => {
  await sweep(0, FAULTS);
});

Deno.test("before a file gets its name its bytes are on the disk, and afterwards its name is", async () => {
  await inScene(STEP_KINDS.length + 1, async (scene) => {
    const { calls } = await runStep(scene, `${scene.folder}/counted`);
    const syncs = calls.flatMap(({ name, paths: [path = ""] }, at) =>
      name === "fsync" ? [{ path, at }] : []
    );
    const renames = calls.flatMap(({ name, paths: [from = "", to = ""] }, at) =>
      name === "rename" ? [{ from, to, at }] : []
    );
    // Three records, the journal and the generation.
    assert.equal(renames.length, 5);
    for (const { from, to, at } of renames) {
      assert.ok(syncs.some((sync) => sync.path === from && sync.at < at), from);
      assert.ok(syncs.some((sync) => sync.path === dirname(to) && sync.at > at), to);
    }
    const journal = renames.findIndex(({ to }) => to.endsWith("/journal.json"));
    assert.equal(journal, 0);
    assert.ok(
      calls.every(({ name, paths: [path = ""] }, at) =>
        name !== "fsync" || !path.endsWith(".tmp") || at < (renames[0]?.at ?? 0)
      ),
    );
  });
});

/** Puts each fault at each call of a step, and looks at what is left. */
async function sweep(step: number, faults: readonly string[]): Promise<void> {
  await inScene(step, async (scene) => {
    const { calls, code } = await runStep(scene, `${scene.folder}/counted`);
    assert.equal(code, 0);
    const expected = isJournalled(step) ? CALLS : CALLS.filter((name) => name !== "unlink");
    for (const name of expected) assert.ok(calls.some(isNamed(name)), name);
    const sweeps = faults.map(async (fault) => {
      for (const name of CALLS) await sweepCall(scene, fault, calls.filter(isNamed(name)));
    });
    await Promise.all(sweeps).finally(() => Promise.allSettled(sweeps));
  });
}

/** What makes or replaces one file needs no journal, which is the file that goes again. */
function isJournalled(step: number): boolean {
  return !/^one file (made|replaced)$/.test(STEP_KINDS[step % STEP_KINDS.length]!);
}

/** Calls `body` with a scene for a step, in a folder that goes with it. */
async function inScene(step: number, body: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    await body(await prepare(folder, step));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A store on which the steps before this one were taken; for the first step there is none. */
async function prepare(folder: string, step: number): Promise<Scene> {
  const store = await open(`${folder}/prepared`);
  let before = NOTHING;
  for (let earlier = 0; earlier < step; earlier++) {
    await takeStep(store, SEED, earlier);
    before = afterStep(before, SEED, earlier);
  }
  return { folder, step, before, after: afterStep(before, SEED, step) };
}

/**
 * The runtime makes some calls of its own, of which the number varies: so a run tells which call it hit, and is done
 * again where that was another one.
 */
async function sweepCall(
  scene: Scene,
  fault: string,
  counted: readonly TracedCall[],
): Promise<void> {
  for (const [at, { name, nth }] of counted.entries()) {
    const what = `${fault} at ${name} ${at + 1} of ${counted.length}`;
    for (let tries = 0, when = nth, hit = false; !hit; tries++) {
      assert.ok(tries < MAX_TRIES, `cannot hit ${what}`);
      const root = `${scene.folder}/${fault}-${name}-${at}-${tries}`;
      const run = await runStep(scene, root, { call: name, fault, when });
      hit = run.calls[at]?.isHit ?? false;
      when = run.calls[at]?.nth ?? when + 1;
      await judge(scene, root, run, what);
      await Deno.remove(root, { recursive: true });
    }
  }
}

async function runStep(
  { folder, step }: Scene,
  root: string,
  injection?: { readonly call: string; readonly fault: string; readonly when: number },
): Promise<TracedRun> {
  if (step > 0) await runToEnd(["cp", "-a", `${folder}/prepared`, root]);
  const command = scriptCommand("writer.ts", root, SEED, String(step));
  if (injection === undefined) return await runTraced(command, { folder: root, calls: CALLS });
  const { call, fault, when } = injection;
  const inject = `${call}:${fault}:when=${when}`;
  return await runTraced(command, { folder: root, calls: [call], inject });
}

function isNamed(name: string): (call: TracedCall) => boolean {
  return (call) => call.name === name;
}

/** What is left is right, goes with what the process said, and can be worked on. */
async function judge(scene: Scene, root: string, run: TracedRun, what: string): Promise<void> {
  const isNew = await judgeState(scene, root, run, what);
  const isOwn = run.calls.some(({ isHit }) => isHit);
  if (isOwn && run.signal === null && run.code !== 137) {
    await judgeAnswer(scene, root, run, isNew, what);
  }
  await judgeNextStep(scene, root, isNew, what);
}

/** The old or the new state, and the new one where the process confirmed it. Whether it is the new one. */
async function judgeState(
  { before, after }: Scene,
  root: string,
  { stdout }: TracedRun,
  what: string,
): Promise<boolean> {
  const contents = await contentsOf(await open(root), SEED);
  const isNew = stdout !== "" || isDeepStrictEqual(contents, after);
  assert.deepEqual(contents, isNew ? after : before, what);
  return isNew;
}

/** A process that lives on says what became of its step, and leaves nothing behind. */
async function judgeAnswer(
  { step }: Scene,
  root: string,
  { code, stdout, stderr }: TracedRun,
  isNew: boolean,
  what: string,
): Promise<void> {
  assert.deepEqual(await temporaryFiles(root), [], what);
  if (code === 0) return assert.equal(stdout, `${step}\n`, what);
  // Of a file that was replaced, the disk may fail to confirm the name only.
  assert.equal(stderr, isNew ? "outcome_unknown" : "io_failed", what);
  assert.ok(!isNew || STEP_KINDS[step % STEP_KINDS.length] === "one file replaced", what);
}

/** The next command works: the same step once more, or the one after it. */
async function judgeNextStep(
  { step, before, after }: Scene,
  root: string,
  isNew: boolean,
  what: string,
): Promise<void> {
  const store = await open(root);
  const [contents, next] = isNew ? [after, step + 1] : [before, step];
  await takeStep(store, SEED, next);
  assert.deepEqual(await contentsOf(store, SEED), afterStep(contents, SEED, next), what);
}

function open(path: string): Promise<Store> {
  return openDirectory({ kind: "directory", path });
}

async function temporaryFiles(root: string): Promise<readonly string[]> {
  const names: string[] = [];
  const folder = `${root}/temporary`;
  if (!await exists(folder)) return names;
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names;
}
