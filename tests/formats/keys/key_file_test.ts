import assert from "node:assert/strict";
import { parseKeyFile } from "../../../src/formats/keys/key_file.ts";
import { join, pemContent, utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";

const { FINGERPRINT, PRIVATE_PEM, PUBLIC_KEY, PUBLIC_PEM, SEED } = sample;

const PUBLIC = [
  ["pem", PUBLIC_PEM],
  ["der", join("302a300506032b6570032100", PUBLIC_KEY)],
  ["raw", Uint8Array.fromHex(PUBLIC_KEY)],
  ["jwk", sample.PUBLIC_JWK],
  ["ssh", sample.SSH_LINE],
  ["hex", PUBLIC_KEY],
  ["base64", Uint8Array.fromHex(PUBLIC_KEY).toBase64()],
] as const;

const PRIVATE = [
  ["pem", false, PRIVATE_PEM],
  ["der", false, join("302e020100300506032b657004220420", SEED)],
  ["pem", true, sample.SCRYPT_PEM],
  ["der", true, pemContent(sample.SCRYPT_PEM)],
  ["ssh", false, sample.OPENSSH_PEM],
  ["ssh", true, sample.LOCKED_OPENSSH_PEM],
  ["jwk", false, sample.PRIVATE_JWK],
] as const;

for (const [format, file] of PUBLIC) {
  Deno.test(`a key file is told to be public, in ${format}`, async () => {
    const keyFile = await parseKeyFile(bytesOf(file), "FILE");
    assert.ok(keyFile.half === "public");
    assert.equal(keyFile.format, format);
    assert.deepEqual(keyFile.keys.map(({ fingerprint }) => fingerprint), [FINGERPRINT]);
  });
}

for (const [format, isLocked, file] of PRIVATE) {
  const kind = `${isLocked ? "locked" : "open"}, from ${typeof file === "string" ? "text" : "DER"}`;
  Deno.test(`a key file is told to be private, in ${format}, ${kind}`, async () => {
    const keyFile = await parseKeyFile(bytesOf(file), "FILE");
    assert.ok(keyFile.half === "private");
    assert.deepEqual([keyFile.key.format, keyFile.key.locked], [format, isLocked]);
  });
}

Deno.test("a bundle of public keys is one key file", async () => {
  const keyFile = await parseKeyFile(utf8(PUBLIC_PEM + PUBLIC_PEM), "FILE");
  assert.ok(keyFile.half === "public");
  assert.equal(keyFile.keys.length, 2);
});

Deno.test("a key file of both halves is refused", async () => {
  const state = "it holds several PEM blocks, and one of them is a private key";
  await assert.rejects(parseKeyFile(utf8(PUBLIC_PEM + PRIVATE_PEM), "FILE"), {
    code: "invalid_key",
    message: `Cannot read the key "FILE": ${state}`,
  });
});

function bytesOf(file: string | Uint8Array): Uint8Array {
  return typeof file === "string" ? utf8(file) : file;
}
