import assert from "node:assert/strict";
import { secondsBefore } from "../../../src/pages/console/back_off.ts";

Deno.test("each try waits twice as long as the one before it, up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 100].map(secondsBefore), [1, 2, 4, 8, 16, 30, 30, 30]);
});
