import assert from "node:assert/strict";
import { median } from "../../scripts/bench/median.ts";

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
