import assert from "node:assert/strict";
import { percentileOf, summarizeLatencies } from "../../scripts/bench_serve/latencies.ts";

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

Deno.test("a percentile is the smallest value that so many percent do not exceed", () => {
  assert.equal(percentileOf(HUNDRED, 50), 50);
  assert.equal(percentileOf(HUNDRED, 99), 99);
  assert.equal(percentileOf(HUNDRED, 100), 100);
  assert.equal(percentileOf([7], 1), 7);
  assert.equal(percentileOf([1, 2, 3], 50), 2);
  assert.equal(percentileOf([1, 2, 3], 99), 3);
});

Deno.test("latencies are sorted as numbers, whatever their order", () => {
  const shuffled = HUNDRED.toSorted((a, b) => a % 7 - b % 7);
  assert.deepEqual(summarizeLatencies(shuffled), { count: 100, p50: 50, p99: 99 });
  assert.deepEqual(summarizeLatencies([10, 9, 1.5]), { count: 3, p50: 9, p99: 10 });
});

Deno.test("where nothing was answered, everything is zero", () => {
  assert.deepEqual(summarizeLatencies([]), { count: 0, p50: 0, p99: 0 });
});
