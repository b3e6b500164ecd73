import assert from "node:assert/strict";
import fc from "fast-check";
import { mapInOrder } from "../../../src/cli/package/batch.ts";

/** Tasks that end when they are told to, and a record of which have begun. */
function manualTasks(count: number) {
  const tasks = Array.from({ length: count }, () => Promise.withResolvers<string>());
  const begun: number[] = [];
  const task = (index: number) => {
    begun.push(index);
    return tasks[index]!.promise;
  };
  return { tasks, begun, task };
}

/** Lets everything happen that needs no further event. */
async function settle(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 0);
  await promise;
}

Deno.test("no items, no results", async () => {
  const never = () => Promise.reject(new Error("called"));
  assert.deepEqual(await Array.fromAsync(mapInOrder([], 4, never)), []);
});

Deno.test("results come in the order of the items, whichever task ends first", async () => {
  const { tasks, task } = manualTasks(3);
  const results = Array.fromAsync(mapInOrder([0, 1, 2], 3, task));
  for (const index of [2, 1, 0]) {
    tasks[index]!.resolve(`result ${index}`);
    await settle();
  }
  assert.deepEqual(await results, ["result 0", "result 1", "result 2"]);
});

Deno.test("the first tasks begin at once, and a further one when an earlier one is done", async () => {
  const { tasks, begun, task } = manualTasks(4);
  const results = Array.fromAsync(mapInOrder([0, 1, 2, 3], 2, task));
  await settle();
  assert.deepEqual(begun, [0, 1]);
  tasks[0]!.resolve("a");
  await settle();
  assert.deepEqual(begun, [0, 1, 2]);
  for (const index of [1, 2, 3]) tasks[index]!.resolve("b");
  assert.deepEqual(await results, ["a", "b", "b", "b"]);
});

Deno.test("with a concurrency of one, tasks run one after another", async () => {
  const { tasks, begun, task } = manualTasks(2);
  const results = Array.fromAsync(mapInOrder([0, 1], 1, task));
  await settle();
  assert.deepEqual(begun, [0]);
  tasks[1]!.resolve("b");
  tasks[0]!.resolve("a");
  assert.deepEqual(await results, ["a", "b"]);
});

Deno.test("a task that fails ends the results with its error", async () => {
  const { tasks, task } = manualTasks(2);
  tasks[0]!.resolve("a");
  const results = mapInOrder([0, 1], 2, task);
  assert.deepEqual(await results.next(), { done: false, value: "a" });
  const next = results.next();
  tasks[1]!.reject(new Error("b failed"));
  await assert.rejects(next, { message: "b failed" });
});

Deno.test("a task that fails while an earlier one still runs is no unhandled rejection", async () => {
  const { tasks, task } = manualTasks(2);
  const results = Array.fromAsync(mapInOrder([0, 1], 2, task));
  tasks[1]!.reject(new Error("b failed"));
  await settle();
  tasks[0]!.resolve("a");
  await assert.rejects(results, { message: "b failed" });
});

Deno.test("of two tasks that fail, the first item's error is the one", async () => {
  const { tasks, task } = manualTasks(2);
  const results = Array.fromAsync(mapInOrder([0, 1], 2, task));
  tasks[0]!.reject(new Error("a failed"));
  tasks[1]!.reject(new Error("b failed"));
  await assert.rejects(results, { message: "a failed" });
});

Deno.test("property: never more at a time than allowed, and every result in its place", async () => {
  const delays = fc.array(fc.nat(5), { maxLength: 30 });
  await fc.assert(fc.asyncProperty(delays, fc.integer({ min: 1, max: 8 }), async (turns, limit) => {
    let running = 0;
    const task = async (turn: number) => {
      running += 1;
      assert(running <= limit);
      for (let count = 0; count < turn; count++) await Promise.resolve();
      running -= 1;
      return turn;
    };
    assert.deepEqual(await Array.fromAsync(mapInOrder(turns, limit, task)), turns);
  }));
});
