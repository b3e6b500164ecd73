import assert from "node:assert/strict";
import { requireMasterKey } from "../../src/domain/master_key.ts";

Deno.test("32 bytes that are not all zero are a master key", () => {
  const last = new Uint8Array(32);
  last[31] = 1;
  for (const key of [new Uint8Array(32).fill(7), last]) {
    assert.equal(requireMasterKey(key), undefined);
  }
});

Deno.test("zeros and other lengths are invalid_key", () => {
  for (const length of [0, 16, 24, 31, 33, 64]) {
    assert.throws(() => requireMasterKey(new Uint8Array(length).fill(1)), {
      code: "invalid_key",
      message: `Cannot accept the master key: it has ${length} bytes, not 32`,
    });
  }
  assert.throws(() => requireMasterKey(new Uint8Array(32)), { code: "invalid_key" });
});
