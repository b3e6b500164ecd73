import assert from "node:assert/strict";
import { FULL_STORES } from "../../scripts/bench_stores/sizes.ts";

Deno.test("databases grow to 100,000 keys and a million signatures", () => {
  assert.deepEqual(FULL_STORES.database, [
    { keys: 1000, signatures: 10_000 },
    { keys: 10_000, signatures: 100_000 },
    { keys: 100_000, signatures: 1_000_000 },
  ]);
});

Deno.test("key directories grow to 10,000 keys and as many signatures", () => {
  assert.deepEqual(FULL_STORES.directory, [
    { keys: 100, signatures: 100 },
    { keys: 1000, signatures: 1000 },
    { keys: 10_000, signatures: 10_000 },
  ]);
});
