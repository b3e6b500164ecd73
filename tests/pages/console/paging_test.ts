import assert from "node:assert/strict";
import {
  nextPage,
  pageOf,
  previousPage,
  rangeOf,
  START,
} from "../../../src/pages/console/paging.ts";

Deno.test("pages are asked for after the last row of the one before, and back the same way", () => {
  const third = nextPage(nextPage(START, "a"), "b");
  assert.deepEqual(pageOf(START), { limit: 50, offset: 0 });
  assert.deepEqual(pageOf(third), { limit: 50, offset: 0, after: "b" });
  assert.deepEqual(pageOf(previousPage(third)), { limit: 50, offset: 0, after: "a" });
  assert.deepEqual(previousPage(START), START);
});

Deno.test("the range of a page counts from one", () => {
  assert.equal(rangeOf(START, 50, 10_000), "1 to 50 of 10,000");
  assert.equal(rangeOf(nextPage(START, "a"), 7, 57), "51 to 57 of 57");
  assert.equal(rangeOf(START, 0, 0), "Nothing to show.");
});
