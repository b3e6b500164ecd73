import assert from "node:assert/strict";
import { SMALL_ORDER_ENCODINGS } from "../../src/crypto/ed25519_points.ts";
import { type Fingerprint, fingerprintOf } from "../../src/domain/fingerprint.ts";
import { faultOf } from "../../src/domain/key_fault.ts";
import { FINGERPRINT, PUBLIC_KEY } from "../testkit/sample_keys.ts";

const publicKey = Uint8Array.fromHex(PUBLIC_KEY);

Deno.test("a row that tells the truth has no fault", () => {
  assert.equal(faultOf({ publicKey, fingerprint: FINGERPRINT as Fingerprint }), null);
});

Deno.test("another fingerprint, also the same one in upper case, is a fault", () => {
  for (const fingerprint of ["00".repeat(32), FINGERPRINT.toUpperCase(), ""]) {
    assert.equal(
      faultOf({ publicKey, fingerprint: fingerprint as Fingerprint }),
      "its fingerprint is not that of its public key",
    );
  }
});

Deno.test("a weak key, a point that is none and another length are faults under the right fingerprint", () => {
  for (const hex of [...SMALL_ORDER_ENCODINGS, `02${"00".repeat(31)}`, "00".repeat(31), ""]) {
    const weak = Uint8Array.fromHex(hex);
    assert.equal(
      faultOf({ publicKey: weak, fingerprint: fingerprintOf(weak) }),
      "its public key is weak, or not a point of Ed25519",
    );
  }
});
