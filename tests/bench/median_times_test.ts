import assert from "node:assert/strict";
import { medianTimes } from "../../scripts/bench/median_times.ts";

Deno.test("a figure is the median of a task's times; warming up does not count", async () => {
  let time = 0;
  const durations = [900, 900, 5, 1, 3];
  const task = (factor: number) => (run: number) =>
    Promise.resolve(time += durations[run]! * factor);
  const stopwatch = { warmUpRuns: 2, runs: 3, now: () => time };
  assert.deepEqual(await medianTimes(stopwatch, [task(1), task(10)]), [3, 30]);
});

Deno.test("tasks take turns", async () => {
  const order: string[] = [];
  const task = (title: string) => (run: number) => Promise.resolve(order.push(`${title}${run}`));
  await medianTimes({ warmUpRuns: 1, runs: 1, now: () => 0 }, [task("a"), task("b")]);
  assert.deepEqual(order, ["a0", "b0", "a1", "b1"]);
});
