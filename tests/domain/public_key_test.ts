import assert from "node:assert/strict";
import { SMALL_ORDER_ENCODINGS } from "../../src/crypto/ed25519_points.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import { P, toBytes } from "../testkit/edwards.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

function assertRefused(bytes: Uint8Array<ArrayBuffer>, state: string): void {
  assert.throws(() => toPublicKey(bytes), {
    name: "CloacinaError",
    code: "invalid_key",
    message: `Cannot accept the public key: ${state}`,
  }, bytes.toHex());
}

Deno.test("a good key comes with its fingerprint", () => {
  const { publicKey, fingerprint } = SIGNED_PACKAGE;
  assert.deepEqual(toPublicKey(publicKey), { bytes: publicKey, fingerprint });
});

Deno.test("each of the 14 encodings of small order is refused", () => {
  assert.equal(SMALL_ORDER_ENCODINGS.size, 14);
  for (const hex of SMALL_ORDER_ENCODINGS) {
    assertRefused(
      Uint8Array.fromHex(hex),
      "it has small order, so anything would verify",
    );
  }
});

Deno.test("32 bytes that are on no curve are refused", () => {
  for (const y of [2n, 7n, 8n, P - 2n]) {
    assertRefused(toBytes(y), "it is not a canonical point of Ed25519");
  }
});

Deno.test("a point of large order that is spelled with y >= p is refused", () => {
  for (const y of [P + 3n, P + 4n, P + 18n]) {
    assertRefused(toBytes(y), "it is not a canonical point of Ed25519");
    assertRefused(toBytes(y | 2n ** 255n), "it is not a canonical point of Ed25519");
    assert.deepEqual(toPublicKey(toBytes(y - P)).bytes, toBytes(y - P));
  }
});

Deno.test("another length than 32 bytes is refused, and said", () => {
  for (const length of [0, 1, 31, 33, 64]) {
    assertRefused(new Uint8Array(length), `it has ${length} bytes, not 32`);
  }
});
