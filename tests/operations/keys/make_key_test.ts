import assert from "node:assert/strict";
import { makeKey } from "../../../src/operations/keys/make_key.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

Deno.test("the seed is 32 bytes of the random source, and the public key is derived from it", async () => {
  const { seed, publicKey, fingerprint } = SIGNED_PACKAGE;
  const asked: number[] = [];
  const key = await makeKey((length) => {
    asked.push(length);
    return seed.slice();
  });
  assert.deepEqual(asked, [32]);
  assert.deepEqual(key, { seed, publicKey: { bytes: publicKey, fingerprint } });
});
