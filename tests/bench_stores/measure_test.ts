import assert from "node:assert/strict";
import type { Action } from "../../scripts/bench_stores/actions.ts";
import { measureActions } from "../../scripts/bench_stores/measure.ts";
import type { Arena } from "../../scripts/bench_stores/sample.ts";

/** No action of these tests looks at it. */
const ARENA = {} as Arena;

Deno.test("a figure is the median of an action's times; warming up does not count", async () => {
  let time = 0;
  const durations = [...Array(10).fill(900), 5, 1, 3];
  const action = (factor: number): Action => ({
    title: "",
    run: (_, run) => Promise.resolve(time += durations[run]! * factor),
  });
  const stopwatch = { runs: 3, now: () => time };
  assert.deepEqual(await measureActions(stopwatch, ARENA, [action(1), action(10)]), [3, 30]);
});

Deno.test("actions take turns", async () => {
  const order: string[] = [];
  const action = (title: string): Action => ({
    title,
    run: (_, run) => Promise.resolve(order.push(`${title}${run}`)),
  });
  await measureActions({ runs: 1, now: () => 0 }, ARENA, [action("a"), action("b")]);
  assert.deepEqual(order.slice(-4), ["a9", "b9", "a10", "b10"]);
});
