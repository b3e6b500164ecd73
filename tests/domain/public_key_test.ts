import assert from "node:assert/strict";
import { SMALL_ORDER_ENCODINGS } from "../../src/crypto/ed25519_points.ts";
import { toPublicKey } from "../../src/domain/public_key.ts";
import { P, toBytes } from "../testkit/edwards.ts";
import { SIGNED_PACKAGE } from "../testkit/signed_package.ts";

async function assertRefused(bytes: Uint8Array<ArrayBuffer>, state: string): Promise<void> {
  await assert.rejects(toPublicKey(bytes), {
    name: "CloacinaError",
    code: "invalid_key",
    message: `Cannot accept the public key: ${state}`,
  }, bytes.toHex());
}

Deno.test("a good key comes with its fingerprint", async () => {
  const { publicKey, fingerprint } = SIGNED_PACKAGE;
  assert.deepEqual(await toPublicKey(publicKey), { bytes: publicKey, fingerprint });
});

Deno.test("each of the 14 encodings of small order is refused", async () => {
  assert.equal(SMALL_ORDER_ENCODINGS.size, 14);
  for (const hex of SMALL_ORDER_ENCODINGS) {
    await assertRefused(
      Uint8Array.fromHex(hex),
      "it has small order, so anything would verify",
    );
  }
});

Deno.test("32 bytes that are on no curve are refused", async () => {
  for (const y of [2n, 7n, 8n, P - 2n]) {
    await assertRefused(toBytes(y), "it is not a canonical point of Ed25519");
  }
});

Deno.test("a point of large order that is spelled with y >= p is refused", async () => {
  for (const y of [P + 3n, P + 4n, P + 18n]) {
    await assertRefused(toBytes(y), "it is not a canonical point of Ed25519");
    await assertRefused(toBytes(y | 2n ** 255n), "it is not a canonical point of Ed25519");
    assert.deepEqual((await toPublicKey(toBytes(y - P))).bytes, toBytes(y - P));
  }
});

Deno.test("another length than 32 bytes is refused, and said", async () => {
  for (const length of [0, 1, 31, 33, 64]) {
    await assertRefused(new Uint8Array(length), `it has ${length} bytes, not 32`);
  }
});
