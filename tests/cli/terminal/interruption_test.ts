import assert from "node:assert/strict";
import { createInterruption } from "../../../src/cli/terminal/interruption.ts";
import { CloacinaError } from "../../../src/errors.ts";

const reason = new CloacinaError("interrupted", "Cannot finish the command: interrupted");

function start() {
  const controller = new AbortController();
  return {
    interruption: createInterruption(controller.signal),
    interrupt: () => controller.abort(reason),
  };
}

/** What has become of a promise once all that needs no further event has happened. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  let state: unknown = "pending";
  promise.then((value) => state = value, (error) => state = error);
  const turn = Promise.withResolvers<void>();
  setTimeout(turn.resolve, 0);
  await turn.promise;
  return state;
}

const never = new Promise<never>(() => {});

Deno.test("without a signal, a task's result and a task's error come through", async () => {
  const { interruption } = start();
  assert.equal(await interruption.race(Promise.resolve(7)), 7);
  const error = new Error("failed");
  await assert.rejects(interruption.race(Promise.reject(error)), error);
  assert.equal(await interruption.finishFirst(() => Promise.resolve(8)), 8);
  await assert.rejects(interruption.finishFirst(() => Promise.reject(error)), error);
});

Deno.test("a signal ends the race at once with its reason", async () => {
  const { interruption, interrupt } = start();
  const raced = interruption.race(never);
  assert.equal(await stateOf(raced), "pending");
  interrupt();
  assert.equal(await stateOf(raced), reason);
});

Deno.test("a task that ended before the signal keeps its result", async () => {
  const { interruption, interrupt } = start();
  const raced = interruption.race(Promise.resolve("done"));
  assert.equal(await raced, "done");
  interrupt();
  assert.equal(await raced, "done");
});

Deno.test("a write that was begun is finished before the race ends", async () => {
  const { interruption, interrupt } = start();
  const write = Promise.withResolvers<string>();
  const raced = interruption.race(never);
  const written = interruption.finishFirst(() => write.promise);
  interrupt();
  assert.equal(await stateOf(raced), "pending");
  write.resolve("written");
  assert.equal(await written, "written");
  assert.equal(await stateOf(raced), reason);
});

Deno.test("every write that was begun is waited for, also when one of them fails", async () => {
  const { interruption, interrupt } = start();
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const raced = interruption.race(never);
  const failed = interruption.finishFirst(() => first.promise);
  const finished = interruption.finishFirst(() => second.promise);
  interrupt();
  first.reject(new Error("disk full"));
  await assert.rejects(failed, { message: "disk full" });
  assert.equal(await stateOf(raced), "pending");
  second.resolve();
  await finished;
  assert.equal(await stateOf(raced), reason);
});

Deno.test("a write that ended before the signal is not waited for", async () => {
  const { interruption, interrupt } = start();
  await interruption.finishFirst(() => Promise.resolve());
  const raced = interruption.race(never);
  interrupt();
  assert.equal(await stateOf(raced), reason);
});

Deno.test("after the signal, no write begins", () => {
  const { interruption, interrupt } = start();
  interrupt();
  const begin = () => assert.fail("it began");
  assert.throws(() => interruption.finishFirst(begin), (error) => error === reason);
});

Deno.test("after the signal, a race that begins ends with the reason", async () => {
  const { interruption, interrupt } = start();
  interrupt();
  assert.equal(await stateOf(interruption.race(never)), reason);
});

Deno.test("a signal that came before all else counts, too", async () => {
  const interruption = createInterruption(AbortSignal.abort(reason));
  assert.equal(await stateOf(interruption.race(never)), reason);
  assert.throws(() => interruption.finishFirst(() => never), (error) => error === reason);
});

Deno.test("a signal that nothing is raced against is no unhandled rejection", async () => {
  const { interrupt } = start();
  interrupt();
  assert.equal(await stateOf(never), "pending");
});

Deno.test("a task that ends by itself is told of the signal, and its end counts, not the signal", async () => {
  const { interruption, interrupt } = start();
  const end = Promise.withResolvers<string>();
  let told: AbortSignal | undefined;
  const raced = interruption.race(interruption.endByItself((signal) => {
    told = signal;
    return end.promise;
  }));
  assert.equal(await stateOf(raced), "pending");
  assert.equal(told?.aborted, false);
  interrupt();
  assert.equal(await stateOf(raced), "pending");
  assert.equal(told?.aborted, true);
  end.resolve("drained");
  assert.equal(await stateOf(raced), "drained");
});

Deno.test("what fails while it ends by itself is an error like any other", async () => {
  const { interruption, interrupt } = start();
  const end = Promise.withResolvers<string>();
  const raced = interruption.race(interruption.endByItself(() => end.promise));
  interrupt();
  const error = new Error("failed");
  end.reject(error);
  assert.equal(await stateOf(raced), error);
});

Deno.test("once it has ended, and before it begins, a signal ends the race as ever", async () => {
  const { interruption, interrupt } = start();
  assert.equal(await interruption.endByItself(() => Promise.resolve(9)), 9);
  const raced = interruption.race(never);
  interrupt();
  assert.equal(await stateOf(raced), reason);
  await assert.rejects(interruption.endByItself(() => assert.fail("it began")), reason);
});
