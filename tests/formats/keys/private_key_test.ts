import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { parsePrivateKey, type PrivateKey } from "../../../src/formats/keys/private_key.ts";
import { join, pem, utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";
import { openPrivateKey } from "../../testkit/sample_private_key.ts";

const { FINGERPRINT, PASSPHRASE, PRIVATE_PEM, PUBLIC_KEY, SEED } = sample;

const DER = join("302e020100300506032b657004220420", SEED);

/** Every format of a private key, and some of the ways in which people pass one around. */
const READABLE: readonly (readonly [name: string, file: string | Uint8Array, format: string])[] = [
  ["PKCS #8 in PEM", PRIVATE_PEM, "pem"],
  ["PKCS #8 in DER", DER, "der"],
  ["PKCS #8 version 2", join("3051020101", DER.slice(5), "812100", PUBLIC_KEY), "der"],
  ["PKCS #8 version 2 of ed25519-dalek 2.2.0", sample.DALEK_PEM, "pem"],
  [
    "PKCS #8 version 2 with an explicit tag",
    join("3053020101", DER.slice(5), "a123032100", PUBLIC_KEY),
    "der",
  ],
  ["PKCS #8 with attributes", join("3030", DER.slice(2), "a000"), "der"],
  ["an OpenSSH key", sample.OPENSSH_PEM, "ssh"],
  ["a JWK", sample.PRIVATE_JWK, "jwk"],
  ["a JWK with other members", `\n{"kid":"a",${sample.PRIVATE_JWK.slice(1)}\n`, "jwk"],
  ["raw bytes", Uint8Array.fromHex(SEED), "raw"],
  ["hex", SEED, "hex"],
  ["hex in upper case and a newline", `${SEED.toUpperCase()}\n`, "hex"],
  ["base64", Uint8Array.fromHex(SEED).toBase64(), "base64"],
  ["base64 in white space", `\t${Uint8Array.fromHex(SEED).toBase64()} \r\n`, "base64"],
];

const CERTIFICATE = pem("CERTIFICATE", "3000");

/** Files in which a private key stands beside what is no key. */
const BESIDE: readonly (readonly [name: string, file: string])[] = [
  ["its certificate", CERTIFICATE + PRIVATE_PEM],
  ["certificates after it", PRIVATE_PEM + CERTIFICATE + CERTIFICATE],
  ["certificates in one line", (CERTIFICATE + PRIVATE_PEM).replaceAll("\n", "")],
  [
    "a request and parameters",
    pem("CERTIFICATE REQUEST", "30") + PRIVATE_PEM + pem("DH PARAMETERS", "30"),
  ],
  ["a list of revoked certificates", PRIVATE_PEM + pem("X509 CRL", "3000")],
  ["a certificate with settings of OpenSSL", pem("TRUSTED CERTIFICATE", "3000") + PRIVATE_PEM],
  ["a certificate under its old label", pem("X509 CERTIFICATE", "3000") + PRIVATE_PEM],
  ["a request under its old label", pem("NEW CERTIFICATE REQUEST", "3000") + PRIVATE_PEM],
  ["messages of certificates", pem("PKCS7", "3000") + pem("CMS", "3000") + PRIVATE_PEM],
];

/** Every way of locking, with what `openssl` and `ssh-keygen` made. */
const LOCKED = [
  ["PBKDF2", sample.PBKDF2_PEM, "pem"],
  ["scrypt", sample.SCRYPT_PEM, "pem"],
  ["scrypt of ed25519-dalek 2.2.0, in 128 MiB", sample.LOCKED_DALEK_PEM, "pem"],
  ["OpenSSH with AES-CTR", sample.LOCKED_OPENSSH_PEM, "ssh"],
  ["OpenSSH with AES-GCM", sample.LOCKED_OPENSSH_GCM_PEM, "ssh"],
] as const;

for (const [name, file, format] of READABLE) {
  Deno.test(`a private key is read from ${name}`, async () => {
    const bytes = typeof file === "string" ? utf8(file) : file;
    const before = bytes.slice();
    const key = await openPrivateKey(bytes);
    assert.equal(key.format, format);
    assertIsSample(key);
    key.seed.fill(0);
    assert.deepEqual(bytes, before);
  });
}

for (const [name, file] of BESIDE) {
  Deno.test(`a private key is read beside ${name}`, async () => {
    const key = await openPrivateKey(utf8(file));
    assert.equal(key.isWholeFile, false);
    assertIsSample(key);
  });
}

Deno.test("a key that ring 0.16.20 generated is read", async () => {
  const { seed, publicKey } = await openPrivateKey(Uint8Array.fromHex(sample.RING_KEY));
  assert.equal(publicKey.bytes.toHex(), sample.RING_PUBLIC_KEY);
  assert.equal(seed.length, 32);
});

for (const [name, file, format] of LOCKED) {
  Deno.test(`a locked private key is opened: ${name}`, async () => {
    const key = await parsePrivateKey(utf8(file), "FILE");
    assert.ok(key.locked);
    assert.equal(key.format, format);
    assert.equal(key.publicKey?.fingerprint, format === "ssh" ? FINGERPRINT : undefined);
    await assert.rejects(key.unlock("incorrect horse"), { code: "wrong_passphrase" });
    const first = await key.unlock(PASSPHRASE);
    assertIsSample(first);
    first.seed.fill(0);
    assertIsSample(await key.unlock(PASSPHRASE));
  });
}

Deno.test("the example of RFC 8410 is read: version 2, attributes, and the public key", async () => {
  const file = `-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
`;
  const { seed, publicKey } = await openPrivateKey(utf8(file));
  assert.equal(seed.toHex(), "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842");
  const expected = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";
  assert.equal(publicKey.bytes.toHex(), expected);
});

Deno.test("an error names the source, whatever stands in the name", async () => {
  const source = "$& : 'k.pem'";
  const message = `Cannot read the key "${source}": it is empty`;
  await assert.rejects(parsePrivateKey(new Uint8Array(), source), { message });
  const key = await parsePrivateKey(utf8(sample.PBKDF2_PEM), source);
  assert.ok(key.locked);
  const wrong = `Cannot unlock the private key "${source}": the passphrase is wrong`;
  await assert.rejects(key.unlock(""), { message: wrong });
});

Deno.test("a hint says how a foreign key becomes one that is read", async () => {
  const pbes1 = pem(
    "ENCRYPTED PRIVATE KEY",
    "3015300d06092a864886f70d01050330000404" + "00".repeat(4),
  );
  assert.match(
    await hintFor(pbes1),
    /^`openssl pkcs8 -topk8 -scrypt -in FILE -out NEW` encrypts it/,
  );
  assert.match(
    await hintFor(pem("TRUSTED CERTIFICATE", "3000")),
    /^`openssl x509 -in FILE -out NEW`/,
  );
  assert.match(
    await hintFor("PuTTY-User-Key-File-3: ssh-ed25519\n"),
    /^`puttygen FILE -O private-openssh/,
  );
  assert.match(await hintFor(sample.PUBLIC_PEM), /^give the file with the private half/);
});

function assertIsSample({ seed, publicKey }: PrivateKey): void {
  assert.equal(seed.toHex(), SEED);
  assert.equal(publicKey.bytes.toHex(), PUBLIC_KEY);
  assert.equal(publicKey.fingerprint, FINGERPRINT);
}

async function hintFor(file: string): Promise<string> {
  const error = await parsePrivateKey(utf8(file), "FILE").then(() => null, (thrown) => thrown);
  assert.ok(error instanceof CloacinaError && error.code === "invalid_key");
  return error.hint ?? "";
}
