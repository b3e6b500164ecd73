import assert from "node:assert/strict";
import { dirname } from "node:path";
import { STEP_KINDS } from "../../../store/directory/steps.ts";
import { runTraced, type TracedCall } from "./traced_run.ts";
import { runToEnd, scriptCommand } from "../../../store/directory/writer_process.ts";

// A power failure cannot be had in a test. What can be seen is that the kernel was asked to make durable whatever a
// confirmed step rests on: the bytes of each file before its name, and each name by a sync of its folder.

const SEED = "durability";

const CALLS = ["mkdir", "fsync", "rename", "unlink"] as const;

// The first of each kind makes folders; the second finds them there.
for (let step = 0; step < 2 * STEP_KINDS.length; step++) {
  const kind = STEP_KINDS[step % STEP_KINDS.length];
  const state = step < STEP_KINDS.length ? "the first time" : "again";
  Deno.test(`before a step is confirmed, every name that it made is on the disk: ${kind}, ${state}`, async () => {
    const calls = await callsOf(step);
    const renamed = calls.filter(({ name }) => name === "rename");
    assert.ok(renamed.length > 0);
    for (const call of renamed) {
      const [from = "", to = ""] = call.paths;
      assert.ok(isSynced(calls.slice(0, calls.indexOf(call)), from), `the bytes of ${from}`);
      assert.ok(isSynced(calls.slice(calls.indexOf(call)), dirname(to)), `the name ${to}`);
    }
    // What lies in the first is swept later; the second is tried anew each time, and there from the first step on.
    const made = calls.filter(({ name, paths: [folder = ""] }) =>
      name === "mkdir" && !folder.endsWith("/temporary") && !(step > 0 && folder.endsWith("/keys"))
    );
    assert.equal(made.length > 0, kind?.endsWith(" made"));
    for (const call of made) {
      const [folder = ""] = call.paths;
      assert.ok(
        isSynced(calls.slice(calls.indexOf(call)), dirname(folder)),
        `the folder ${folder}`,
      );
    }
  });
}

Deno.test("a journal is on the disk before anything is done that it tells of, and so is its going", async () => {
  const calls = await callsOf(1);
  const folderOf = (call: TracedCall) => dirname(call.paths[1] ?? "");
  const [journal, next] = calls.filter(({ name }) => name === "rename");
  const root = folderOf(journal!);
  assert.equal(journal!.paths[1], `${root}/journal.json`);
  const [before, rest] = [calls.indexOf(journal!), calls.indexOf(next!)];
  assert.ok(isSynced(calls.slice(0, before), `${root}/temporary`), "what the journal names");
  assert.ok(isSynced(calls.slice(before, rest), root), "the journal's name");
  const gone = calls.findIndex(({ name, paths }) =>
    name === "unlink" && paths[0] === journal!.paths[1]
  );
  const last = calls.findLastIndex(({ name }) => name === "rename");
  assert.ok(gone > last);
  for (const { paths: [, to = ""] } of calls.filter(({ name }) => name === "rename")) {
    assert.ok(isSynced(calls.slice(last, gone), dirname(to)) || to === journal!.paths[1], to);
  }
  assert.ok(isSynced(calls.slice(gone), root), "that the journal is gone");
});

function isSynced(calls: readonly TracedCall[], path: string): boolean {
  return calls.some(({ name, paths }) => name === "fsync" && paths[0] === path);
}

/** What a step asks the kernel for, on a store on which the steps before it were taken. */
async function callsOf(step: number): Promise<readonly TracedCall[]> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-test-" }));
  try {
    const root = `${folder}/keys`;
    if (step > 0) await runToEnd(scriptCommand("writer.ts", root, SEED, "0", String(step)));
    const command = scriptCommand("writer.ts", root, SEED, String(step));
    const { calls, code, stdout } = await runTraced(command, { folder, calls: CALLS });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: `${step}\n` });
    return calls;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
