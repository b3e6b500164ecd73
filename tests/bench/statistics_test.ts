import assert from "node:assert/strict";
import { median, summarize } from "../../scripts/bench/statistics.ts";

Deno.test("the median is the middle value, or the mean of the two in the middle", () => {
  assert.equal(median([3]), 3);
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 100]), 3.5);
});

Deno.test("numbers are ordered as numbers", () => {
  assert.equal(median([10, 9, 100]), 10);
});

Deno.test("no values have no median", () => {
  assert.throws(() => median([]), RangeError);
});

Deno.test("a summary has the medians of the times, the extremes, and the highest peak", () => {
  const samples = [
    { wallSeconds: 3, cpuSeconds: 1, peakKibibytes: 10 },
    { wallSeconds: 1, cpuSeconds: 5, peakKibibytes: 30 },
    { wallSeconds: 2, cpuSeconds: 9, peakKibibytes: 20 },
  ];
  assert.deepEqual(summarize(samples), {
    wallSeconds: 2,
    fastestSeconds: 1,
    slowestSeconds: 3,
    cpuSeconds: 5,
    peakKibibytes: 30,
  });
});

Deno.test("where nothing measures the peak, there is none", () => {
  const sample = { wallSeconds: 1, cpuSeconds: 1, peakKibibytes: undefined };
  assert.equal(summarize([sample, sample]).peakKibibytes, undefined);
});
