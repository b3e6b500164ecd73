import assert from "node:assert/strict";
import {
  formatBytes,
  formatCount,
  formatGibibytes,
  formatMebibytes,
  formatMilliseconds,
  formatRatio,
} from "../../scripts/bench/format.ts";

Deno.test("a size is in the largest unit that divides it", () => {
  const sizes = [0, 1000, 1024, 1536, 33 * 1024 ** 2, 1024 ** 3, 2048 * 1024 ** 3];
  const texts = ["0 B", "1000 B", "1 KiB", "1536 B", "33 MiB", "1 GiB", "2048 GiB"];
  assert.deepEqual(sizes.map(formatBytes), texts);
});

Deno.test("thousands have commas", () => {
  assert.deepEqual([0, 999, 1000, 1234567.5].map(formatCount), ["0", "999", "1,000", "1,234,568"]);
});

Deno.test("times are whole milliseconds", () => {
  assert.deepEqual([0.0004, 0.0256, 1.25].map(formatMilliseconds), ["0", "26", "1,250"]);
});

Deno.test("memory has a decimal below ten", () => {
  assert.deepEqual([1536, 10188, 10189, 122880].map(formatMebibytes), ["1.5", "9.9", "10", "120"]);
  assert.equal(formatGibibytes(25_276_000_000), "24 GiB");
});

Deno.test("a ratio has two decimals", () => {
  assert.deepEqual([1, 0.876, 12.345].map(formatRatio), ["1.00", "0.88", "12.35"]);
});
