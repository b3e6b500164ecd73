import assert from "node:assert/strict";
import fc from "fast-check";
import { lastItems } from "../../../src/cli/terminal/last_items.ts";

Deno.test("the last items are kept, in their order, and all are counted", () => {
  const limits = fc.integer({ min: 1, max: 20 });
  fc.assert(fc.property(limits, fc.array(fc.integer(), { maxLength: 60 }), (limit, items) => {
    const last = lastItems<number>(limit);
    for (const item of items) last.add(item);
    assert.deepEqual(last.items(), items.slice(-limit));
    assert.equal(last.count(), items.length);
  }));
});
