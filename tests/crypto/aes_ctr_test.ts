import assert from "node:assert/strict";
import { aesCtr } from "../../src/crypto/aes_ctr.ts";

const { fromHex } = Uint8Array;

/** NIST SP 800-38A, appendix F.5: the first two blocks under each key. */
const COUNTER = fromHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
const PLAINTEXT = fromHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
const VECTORS = [
  [
    "2b7e151628aed2a6abf7158809cf4f3c",
    "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff",
  ],
  [
    "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
    "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94",
  ],
  [
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
    "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5",
  ],
] as const;

for (const [key, ciphertext] of VECTORS) {
  Deno.test(`AES-CTR with ${key.length * 4} bits is as published, both ways`, async () => {
    assert.equal((await aesCtr(fromHex(key), COUNTER, PLAINTEXT)).toHex(), ciphertext);
    assert.deepEqual(await aesCtr(fromHex(key), COUNTER, fromHex(ciphertext)), PLAINTEXT);
  });
}

Deno.test("AES-CTR carries into all 16 bytes of its counter, as `openssl enc` does", async () => {
  const key = new Uint8Array(24);
  const stream = await aesCtr(key, new Uint8Array(16).fill(0xff), new Uint8Array(32));
  const expected = "b13db4da1f718bc6904797c82bcf2d32aae06992acbf52a3e8f4a96ec9300bd7";
  assert.equal(stream.toHex(), expected);
});
