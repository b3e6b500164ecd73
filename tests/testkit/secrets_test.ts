import assert from "node:assert/strict";
import { findLeak } from "./secrets.ts";
import * as sample from "./sample_keys.ts";

const seed = Uint8Array.fromHex(sample.SEED);

Deno.test("a seed is found in every format that carries it in the clear", () => {
  const base64 = seed.toBase64();
  const formats = [sample.PRIVATE_PEM, sample.OPENSSH_PEM, sample.PRIVATE_JWK, sample.SEED];
  for (const text of [...formats, sample.SEED.toUpperCase(), base64, `x${base64.slice(8, 30)}`]) {
    assert.notEqual(findLeak(`printed: ${text}`, seed), undefined, text);
  }
});

Deno.test("a part of a seed is found, wherever it begins", () => {
  for (let from = 0; from + 11 <= seed.length; from++) {
    const part = seed.slice(from, from + 11);
    assert.notEqual(findLeak(part.toHex(), seed), undefined, `hex from ${from}`);
    assert.notEqual(findLeak(part.toBase64(), seed), undefined, `base64 from ${from}`);
  }
});

Deno.test("a public key, a fingerprint and a locked key are no leak", () => {
  const texts = [sample.PUBLIC_PEM, sample.FINGERPRINT, sample.SCRYPT_PEM, sample.SSH_LINE];
  for (const text of texts) assert.equal(findLeak(text, seed), undefined);
});
