import assert from "node:assert/strict";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import { readBareKey } from "../../../src/formats/keys/bare_key.ts";
import { utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";

const { FINGERPRINT, PUBLIC_KEY, SEED } = sample;
const seed = Uint8Array.fromHex(SEED);

const BARE = [
  ["raw", seed],
  ["hex", utf8(SEED)],
  ["hex", utf8(`${SEED.toUpperCase()}\n`)],
  ["base64", utf8(`\t${seed.toBase64()}\r\n`)],
] as const;

for (const [format, file] of BARE) {
  Deno.test(`32 bytes in ${format} of ${file.length} are of either half, and say the fingerprints of both`, async () => {
    const before = file.slice();
    assert.deepEqual(await readBareKey(file), {
      format,
      asPublic: fingerprintOf(seed),
      asSeed: FINGERPRINT,
    });
    assert.deepEqual(file, before);
  });
}

Deno.test("hex is hex, even if it is base64 of text as well", async () => {
  const hex = "acaa".repeat(16);
  assert.doesNotThrow(() =>
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(hex))
  );
  assert.equal((await readBareKey(utf8(hex)))?.format, "hex");
});

Deno.test("a file that says which half it holds is not bare", async () => {
  const { PRIVATE_PEM, PUBLIC_PEM, PUBLIC_JWK, PRIVATE_JWK, SSH_LINE, SCRYPT_PEM } = sample;
  for (const text of [PRIVATE_PEM, PUBLIC_PEM, PUBLIC_JWK, PRIVATE_JWK, SSH_LINE, SCRYPT_PEM]) {
    assert.equal(await readBareKey(utf8(text)), null);
  }
  assert.equal((await readBareKey(utf8(PUBLIC_KEY)))?.asPublic, FINGERPRINT);
});
