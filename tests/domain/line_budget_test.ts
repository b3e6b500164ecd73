import assert from "node:assert/strict";
import { lineBudget, reasonAfter } from "../../src/domain/line_budget.ts";

Deno.test("a budget lets so many lines a minute through, and counts those that it does not", () => {
  let time = 7_000_000;
  const budget = lineBudget(2, () => time);
  assert.deepEqual([budget(), budget(), budget(), budget()], [0, 0, null, null]);
  time += 59_999;
  assert.equal(budget(), null);
  time += 1;
  assert.deepEqual([budget(), budget(), budget()], [3, 0, null]);
});

Deno.test("a reason says how many lines before it were left out", () => {
  assert.equal(reasonAfter(0, "no", "refusals"), "no");
  assert.equal(reasonAfter(7, "no", "refusals"), "no (7 refusals before this one were left out)");
});
