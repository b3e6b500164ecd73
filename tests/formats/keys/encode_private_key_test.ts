import assert from "node:assert/strict";
import {
  encodeEncryptedPrivateKey,
  encodePrivateKey,
} from "../../../src/formats/keys/encode_private_key.ts";
import { join, pemContent, text, utf8 } from "../../testkit/key_bytes.ts";
import { OPENSSH_PEM, PASSPHRASE, PRIVATE_PEM, SEED } from "../../testkit/sample_keys.ts";
import {
  openPrivateKey,
  samplePrivateKey,
  unlockPrivateKey,
} from "../../testkit/sample_private_key.ts";

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

/** PBES2 with scrypt (N = 2^14, r = 8, p = 5) and AES-256-CBC, in the pieces around salt, IV and ciphertext. */
const UP_TO_SALT = "30819b305706092a864886f70d01050d304a302906092b06010401da47040b301c0410";
const UP_TO_IV = "02024000020108020105301d060960864801650304012a0410";
const UP_TO_CIPHERTEXT = "0440";

for (const format of ["pem", "der", "raw", "jwk", "ssh"] as const) {
  Deno.test(`a private key is written as ${format}, byte for byte`, async () => {
    assert.deepEqual(encodePrivateKey(await samplePrivateKey(), format, fixed), WRITTEN[format]);
  });
}

Deno.test("OpenSSH's format alone has a comment, and any is padded", async () => {
  const key = await samplePrivateKey();
  for (const comment of ["a", "release", "ключ", "c".repeat(255)]) {
    for (const format of ["pem", "der", "raw", "jwk"] as const) {
      assert.deepEqual(encodePrivateKey({ ...key, comment }, format, fixed), WRITTEN[format]);
    }
    const file = encodePrivateKey({ ...key, comment }, "ssh", fixed);
    assert.notEqual(pemContent(text(file)).toHex().indexOf(utf8(comment).toHex()), -1);
    assert.equal((await openPrivateKey(file)).seed.toHex(), SEED);
  }
});

Deno.test("writing leaves the key as it was", async () => {
  const key = await samplePrivateKey();
  for (const format of ["pem", "der", "raw", "jwk", "ssh"] as const) {
    encodePrivateKey(key, format, fixed).fill(0);
  }
  await encodeEncryptedPrivateKey(
    key.seed,
    { passphrase: PASSPHRASE, derivation: "scrypt" },
    fixed,
  );
  assert.equal(key.seed.toHex(), SEED);
});

Deno.test("an encrypted key is PBES2 with scrypt and AES-256-CBC, under a random salt and IV", async () => {
  const { seed } = await samplePrivateKey();
  const file = text(
    await encodeEncryptedPrivateKey(
      seed,
      { passphrase: PASSPHRASE, derivation: "scrypt" },
      counting(),
    ),
  );
  const head = UP_TO_SALT + "00".repeat(16) + UP_TO_IV + "01".repeat(16) + UP_TO_CIPHERTEXT;
  const der = pemContent(file).toHex();
  assert.equal(der.slice(0, head.length), head);
  assert.equal(der.length, head.length + 2 * 64);
  assert.match(file, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n(.{64}\n){3}.{1,64}\n-----END/);
});

Deno.test("with PBKDF2 it is 600,000 iterations of HMAC-SHA-256 and AES-256-CBC", async () => {
  const { seed } = await samplePrivateKey();
  const protection = { passphrase: PASSPHRASE, derivation: "pbkdf2" } as const;
  const file = await encodeEncryptedPrivateKey(seed, protection, counting());
  // SEQUENCE { PBES2, { PBKDF2, { salt, 600000, HMAC-SHA-256 } }, { AES-256-CBC, IV } }, ciphertext.
  const head = "3081a4306006092a864886f70d01050d3053303206092a864886f70d01050c30250410" +
    "00".repeat(16) +
    "0203" + "0927c0" + "300c06082a864886f70d02090500" + "301d060960864801650304012a0410" +
    "01".repeat(16) + "0440";
  assert.equal(pemContent(text(file)).toHex().slice(0, head.length), head);
  assert.equal((await unlockPrivateKey(file, PASSPHRASE)).seed.toHex(), SEED);
  const wrong = unlockPrivateKey(file, `${PASSPHRASE}.`);
  await assert.rejects(wrong, { code: "wrong_passphrase" });
});

for (const passphrase of [PASSPHRASE, "", "naïve \u{1f511}", " ", "\0", "a".repeat(1000)]) {
  Deno.test(`a key is locked and unlocked with ${JSON.stringify(passphrase.slice(0, 9))}`, async () => {
    const { seed } = await samplePrivateKey();
    const protection = { passphrase, derivation: "scrypt" } as const;
    const file = await encodeEncryptedPrivateKey(seed, protection, counting());
    assert.equal((await unlockPrivateKey(file, passphrase)).seed.toHex(), SEED);
    const wrong = unlockPrivateKey(file, `${passphrase}.`);
    await assert.rejects(wrong, { code: "wrong_passphrase" });
  });
}

function fixed(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(0x5a);
}

/** Fills the first answer with 0, the next with 1, and so on. */
function counting(): (length: number) => Uint8Array<ArrayBuffer> {
  let calls = 0;
  return (length) => new Uint8Array(length).fill(calls++);
}
