import assert from "node:assert/strict";
import { waitForLock } from "../../src/files/wait_for_lock.ts";

const PATIENT = { place: "the log", milliseconds: 60_000 };

Deno.test("a lock is got at once where nobody has it", async () => {
  await withTwo(async (first, second) => {
    assert.equal(await waitForLock(first, PATIENT), true);
    assert.equal(await second.tryLock(true), false);
  });
});

Deno.test("a lock is got when it becomes free", async () => {
  await withTwo(async (first, second) => {
    await first.lock(true);
    const waiting = waitForLock(second, PATIENT);
    await first.unlock();
    assert.equal(await waiting, true);
  });
});

Deno.test("a lock that stays taken is given up", async () => {
  await withTwo(async (first, second) => {
    await first.lock(true);
    assert.equal(await waitForLock(second, { ...PATIENT, milliseconds: 5 }), false);
    assert.equal(await waitForLock(second, { ...PATIENT, milliseconds: 0 }), false);
  });
});

Deno.test("a lock that is not wanted any more is not waited for", async () => {
  await withTwo(async (first, second) => {
    await first.lock(true);
    let questions = 0;
    const isWanted = () => questions++ < 3;
    assert.equal(await waitForLock(second, { ...PATIENT, isWanted }), false);
    assert.equal(questions, 4);
  });
});

async function withTwo(
  body: (first: Deno.FsFile, second: Deno.FsFile) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ prefix: "cloacina-test-" });
  try {
    using first = await Deno.open(path, { read: true, write: true });
    using second = await Deno.open(path, { read: true, write: true });
    await body(first, second);
  } finally {
    await Deno.remove(path);
  }
}
