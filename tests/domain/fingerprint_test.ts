import assert from "node:assert/strict";
import { fingerprintOf } from "../../src/domain/fingerprint.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

Deno.test("a fingerprint is the lower-case hex of SHA-256 of the 32 raw bytes", () => {
  // The public key of RFC 8032, section 7.1, TEST 1.
  const key = Uint8Array.fromHex(
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  );
  assert.equal(
    fingerprintOf(key),
    "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
  );
  assert.equal(fingerprintOf(SIGNED_PACKAGE.publicKey), SIGNED_PACKAGE.fingerprint);
});
