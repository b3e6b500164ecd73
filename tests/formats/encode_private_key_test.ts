import assert from "node:assert/strict";
import {
  encodeEncryptedPrivateKey,
  encodePrivateKey,
} from "../../src/formats/encode_private_key.ts";
import { parsePrivateKey } from "../../src/formats/private_key.ts";
import { join, utf8 } from "../testkit/key_bytes.ts";
import { OPENSSH_PEM, PASSPHRASE, PRIVATE_PEM, SEED } from "../testkit/sample_keys.ts";

const JWK = `{
  "kty": "OKP",
  "crv": "Ed25519",
  "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
}
`;

const WRITTEN = {
  pem: utf8(PRIVATE_PEM),
  der: join("302e020100300506032b657004220420", SEED),
  raw: Uint8Array.fromHex(SEED),
  jwk: utf8(JWK),
  ssh: utf8(OPENSSH_PEM),
} as const;

/** PBES2 with scrypt, N = 2^14, r = 8, p = 5, and AES-256-CBC, up to the salt, up to the IV, and up to the ciphertext. */
const UP_TO_SALT = "30819b305706092a864886f70d01050d304a302906092b06010401da47040b301c0410";
const UP_TO_IV = "02024000020108020105301d060960864801650304012a0410";
const UP_TO_CIPHERTEXT = "0440";

for (const format of ["pem", "der", "raw", "jwk", "ssh"] as const) {
  Deno.test(`a private key is written as ${format}, byte for byte`, async () => {
    assert.deepEqual(encodePrivateKey(await sampleKey(), format, zzzz), WRITTEN[format]);
  });
}

Deno.test("writing leaves the key as it was", async () => {
  const key = await sampleKey();
  for (const format of ["pem", "der", "raw", "jwk", "ssh"] as const) {
    encodePrivateKey(key, format, zzzz).fill(0);
  }
  await encodeEncryptedPrivateKey(key.seed, PASSPHRASE, zzzz);
  assert.equal(key.seed.toHex(), SEED);
});

Deno.test("an encrypted key is PBES2 with scrypt and AES-256-CBC, and the salt and IV are random", async () => {
  const { seed } = await sampleKey();
  const text = new TextDecoder().decode(
    await encodeEncryptedPrivateKey(seed, PASSPHRASE, counting()),
  );
  const der = Uint8Array.fromBase64(text.replaceAll(/-----.*/g, "")).toHex();
  const salt = "00".repeat(16);
  const iv = "01".repeat(16);
  const head = UP_TO_SALT + salt + UP_TO_IV + iv + UP_TO_CIPHERTEXT;
  assert.equal(der.slice(0, head.length), head);
  assert.equal(der.length, head.length + 128);
  assert.match(text, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n(.{64}\n){3}.{1,64}\n-----END/);
});

for (const passphrase of [PASSPHRASE, "", "naïve \u{1f511}", " ", "\0", "a".repeat(1000)]) {
  Deno.test(`a key is locked and unlocked with ${JSON.stringify(passphrase.slice(0, 20))}`, async () => {
    const { seed } = await sampleKey();
    const file = await encodeEncryptedPrivateKey(seed, passphrase, counting());
    const key = await parsePrivateKey(file, "FILE");
    assert.ok(key.locked && key.format === "pkcs8");
    assert.deepEqual((await key.unlock(passphrase)).seed, seed);
    await assert.rejects(key.unlock(`${passphrase}.`), { code: "wrong_passphrase" });
  });
}

async function sampleKey() {
  const key = await parsePrivateKey(Uint8Array.fromHex(SEED), "FILE");
  assert.ok(!key.locked);
  return key;
}

function zzzz(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(0x5a);
}

/** Fills the first answer with 0, the next with 1, and so on. */
function counting(): (length: number) => Uint8Array<ArrayBuffer> {
  let calls = 0;
  return (length) => new Uint8Array(length).fill(calls++);
}
