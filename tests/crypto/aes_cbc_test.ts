import assert from "node:assert/strict";
import { aesCbcDecrypt, aesCbcDecryptBlocks, aesCbcEncrypt } from "../../src/crypto/aes_cbc.ts";

const { fromHex } = Uint8Array;

/** NIST SP 800-38A, appendix F.2: the first two blocks under each key. */
const IV = fromHex("000102030405060708090a0b0c0d0e0f");
const PLAINTEXT = fromHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
const VECTORS = [
  [
    "2b7e151628aed2a6abf7158809cf4f3c",
    "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2",
  ],
  [
    "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
    "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a",
  ],
  [
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
    "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d",
  ],
] as const;

for (const [key, ciphertext] of VECTORS) {
  Deno.test(`AES-CBC with ${key.length * 4} bits is as published`, async () => {
    const encrypted = await aesCbcEncrypt(fromHex(key), IV, PLAINTEXT);
    assert.equal(encrypted.subarray(0, 32).toHex(), ciphertext);
    assert.deepEqual(await aesCbcDecrypt(fromHex(key), IV, encrypted), PLAINTEXT);
    const blocks = await aesCbcDecryptBlocks(fromHex(key), IV, fromHex(ciphertext));
    assert.deepEqual(blocks, PLAINTEXT);
  });
}

Deno.test("AES-CBC throws an OperationError on bad padding and on a broken block", async () => {
  const [key, ciphertext] = VECTORS[0];
  const broken = fromHex(ciphertext).slice(0, 31);
  const operationError = { name: "OperationError" };
  await assert.rejects(aesCbcDecrypt(fromHex(key), IV, fromHex(ciphertext)), operationError);
  await assert.rejects(aesCbcDecryptBlocks(fromHex(key), IV, broken), operationError);
});
