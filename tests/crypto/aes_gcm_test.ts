import assert from "node:assert/strict";
import { aesGcmDecrypt } from "../../src/crypto/aes_gcm.ts";

const { fromHex } = Uint8Array;

/** The GCM specification's test cases 1, 2 and 14: an empty plaintext, and a block of zeros under two keys. */
const VECTORS = [
  [16, "", "58e2fccefa7e3061367f1d57a4e7455a"],
  [16, "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf"],
  [32, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"],
] as const;

for (const [keyLength, ciphertext, tag] of VECTORS) {
  Deno.test(`AES-GCM with a key of ${keyLength} bytes opens ${ciphertext || "nothing"}`, async () => {
    const opened = await open(keyLength, fromHex(ciphertext + tag));
    assert.deepEqual(opened, new Uint8Array(ciphertext.length / 2));
  });
}

Deno.test("AES-GCM throws an OperationError on any flipped bit and any cut", async () => {
  const [keyLength, ciphertext, tag] = VECTORS[2];
  const sealed = fromHex(ciphertext + tag);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = sealed.with(bit >> 3, sealed[bit >> 3]! ^ 1 << (bit & 7));
    await assert.rejects(open(keyLength, flipped), { name: "OperationError" });
  }
  for (let length = 0; length < sealed.length; length++) {
    await assert.rejects(open(keyLength, sealed.slice(0, length)), { name: "OperationError" });
  }
});

function open(keyLength: number, sealed: Uint8Array<ArrayBuffer>) {
  return aesGcmDecrypt(new Uint8Array(keyLength), new Uint8Array(12), sealed);
}
