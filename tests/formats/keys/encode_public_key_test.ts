import assert from "node:assert/strict";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import { encodePublicKey } from "../../../src/formats/keys/encode_public_key.ts";
import { join, utf8 } from "../../testkit/key_bytes.ts";
import { PUBLIC_KEY, PUBLIC_PEM, SSH_LINE } from "../../testkit/sample_keys.ts";

const JWK = `{
  "kty": "OKP",
  "crv": "Ed25519",
  "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
}
`;

const WRITTEN = {
  pem: utf8(PUBLIC_PEM),
  der: join("302a300506032b6570032100", PUBLIC_KEY),
  raw: Uint8Array.fromHex(PUBLIC_KEY),
  jwk: utf8(JWK),
  ssh: utf8(SSH_LINE),
} as const;

for (const format of ["pem", "der", "raw", "jwk", "ssh"] as const) {
  Deno.test(`a public key is written as ${format}, byte for byte`, () => {
    const key = toPublicKey(Uint8Array.fromHex(PUBLIC_KEY));
    assert.deepEqual(encodePublicKey(key, format), WRITTEN[format]);
  });
}

Deno.test("raw bytes are a copy", () => {
  const key = toPublicKey(Uint8Array.fromHex(PUBLIC_KEY));
  encodePublicKey(key, "raw").fill(0);
  assert.equal(key.bytes.toHex(), PUBLIC_KEY);
});
