import assert from "node:assert/strict";
import { ed25519Signer } from "../../../../src/crypto/ed25519.ts";
import { parseKeyFile } from "../../../../src/formats/keys/key_file.ts";
import { parsePrivateKey } from "../../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../../src/formats/keys/public_key.ts";
import {
  FOREIGN_PASSPHRASE,
  foreignKeyNames,
  readForeignKey,
} from "../../../testkit/foreign_keys.ts";
import { join, text, utf8 } from "../../../testkit/key_bytes.ts";
import { SEED } from "../../../testkit/sample_keys.ts";

/** A private key of each tool, its format, and the public key that the tool wrote with it. */
const PAIRS = [
  ["go-1.26.8.key", "nacl", "go-1.26.8.pub", "base64"],
  ["jose-6.2.17.key", "jwk", "jose-6.2.17.pub", "jwk"],
  ["libsodium.js-0.8.4.base64url.key", "nacl", "libsodium.js-0.8.4.pub", "hex"],
  ["libsodium.js-0.8.4.hex.key", "nacl", "libsodium.js-0.8.4.pub", "hex"],
  ["minisign-0.11.open.key", "minisign", "minisign-0.11.open.pub", "minisign"],
  ["nix-2.8.0.key", "nix", "nix-2.8.0.pub", "nix"],
  ["openssl-3.0.22.key", "pem", "openssl-3.0.22.certificate.der", "certificate"],
  ["openssl-3.0.22.key", "pem", "openssl-3.0.22.certificate.pem", "certificate"],
  ["py-minisign-0.21.1.locked.key", "minisign", "py-minisign-0.21.1.pub", "minisign"],
  ["py-minisign-0.21.1.open.key", "minisign", "py-minisign-0.21.1.pub", "minisign"],
  ["pynacl-1.6.2.key", "nacl", "pynacl-1.6.2.pub", "hex"],
  // Without a passphrase rsign encrypts with an empty one.
  ["rsign2-0.6.7.empty.key", "minisign", "rsign2-0.6.7.empty.pub", "minisign"],
  [
    "securesystemslib-0.26.0.key",
    "securesystemslib",
    "securesystemslib-0.26.0.pub",
    "securesystemslib",
  ],
  ["signify-31.locked.key", "signify", "signify-31.locked.pub", "signify"],
  ["signify-31.open.key", "signify", "signify-31.open.pub", "signify"],
  // Base64 of the whole file.
  ["tauri-2.12.5.locked.key", "minisign", "tauri-2.12.5.pub", "minisign"],
  // In lines of 76 characters.
  ["tweetnacl-1.0.3.base64.key", "nacl", "tweetnacl-1.0.3.pub", "base64"],
  ["tweetnacl-1.0.3.key", "nacl", "tweetnacl-1.0.3.pub", "base64"],
] as const;

Deno.test("every file of another tool that is read has its row", async () => {
  const named = new Set(PAIRS.flatMap(([key, , publicKey]) => [key, publicKey]));
  assert.deepEqual([...named].sort(), await foreignKeyNames("read"));
});

for (const [name, format, publicName, publicFormat] of PAIRS) {
  Deno.test(`a private key of another tool is read as what it is: ${name}`, async () => {
    const file = await readForeignKey("read", name);
    const [expected] = await parsePublicKeys(await readForeignKey("read", publicName), "FILE");
    const passphrase = name.includes(".empty.") ? "" : FOREIGN_PASSPHRASE;
    assert.deepEqual(await publicKeyOf(file, passphrase), { format, publicKey: expected });
    await assert.rejects(parsePublicKeys(file, "FILE"), {
      code: "invalid_key",
      message: 'Cannot read the public key "FILE": it is a private key',
    });
  });

  Deno.test(`a public key of another tool is read as what it is: ${publicName}, of ${name}`, async () => {
    const found = await parseKeyFile(await readForeignKey("read", publicName), "FILE");
    assert.ok(found.half === "public");
    assert.equal(found.format, publicFormat);
  });
}

/** What an editor, a shell or a CI system makes of a text. */
const DRESSES: readonly (readonly [name: string, dress: (text: string) => string])[] = [
  ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["no last line break", (text) => text.trimEnd()],
  ["line breaks written as \\n", (text) => text.trimEnd().replaceAll("\n", "\\n")],
  ["a byte order mark", (text) => `\ufeff${text}`],
  ["white space around it", (text) => `\n  ${text}\n\n`],
  ["base64 of the whole", (text) => btoa(text)],
];

const TEXTS = [
  "libsodium.js-0.8.4.hex.key",
  "minisign-0.11.open.key",
  "minisign-0.11.open.pub",
  "nix-2.8.0.key",
  "nix-2.8.0.pub",
  "openssl-3.0.22.certificate.pem",
  "securesystemslib-0.26.0.key",
  "signify-31.locked.key",
];

for (const name of TEXTS) {
  for (const [dress, put] of DRESSES) {
    Deno.test(`a key of another tool is read with ${dress}: ${name}`, async () => {
      const plain = await readForeignKey("read", name);
      const dressed = utf8(put(text(plain)));
      assert.deepEqual(
        shape(await parseKeyFile(dressed, "F")),
        shape(await parseKeyFile(plain, "F")),
      );
    });
  }
}

Deno.test("a certificate is read under its old label", async () => {
  const certificate = await readForeignKey("read", "openssl-3.0.22.certificate.pem");
  const relabelled = utf8(text(certificate).replaceAll(" CERTIFICATE", " X509 CERTIFICATE"));
  assert.deepEqual(
    shape(await parseKeyFile(relabelled, "F")),
    shape(await parseKeyFile(certificate, "F")),
  );
});

Deno.test("the line of base64 of minisign and signify is read without its comment", async () => {
  for (const name of ["minisign-0.11.open.key", "signify-31.locked.key", "signify-31.open.pub"]) {
    const file = await readForeignKey("read", name);
    const [, base64] = text(file).split("\n");
    const [whole, line] = [await parseKeyFile(file, "F"), await parseKeyFile(utf8(base64!), "F")];
    // The comment alone tells which of the two wrote a public key.
    const bare = whole.half === "public" ? { ...whole, format: "minisign" as const } : whole;
    assert.deepEqual(shape(line), shape(bare));
  }
});

Deno.test("a NaCl key whose seed begins like DER is read, raw and in any text", async () => {
  const seed = Uint8Array.from([0x30, 62, ...new Array(30).fill(7)]);
  const { publicKey } = await ed25519Signer(seed);
  const pair = join(seed, publicKey);
  for (const file of [pair, utf8(pair.toHex()), utf8(pair.toBase64())]) {
    const found = await publicKeyOf(file);
    assert.deepEqual([found.format, found.publicKey.bytes], ["nacl", publicKey]);
  }
});

Deno.test("64 bytes of DER are DER", async () => {
  // A PKCS #8 key with attributes, of which there may be any number of bytes.
  const attributes = "a00e300c06082a864886f70d01010500";
  const der = join("303e020100300506032b657004220420", SEED, attributes);
  assert.equal(der.length, 64);
  assert.equal((await publicKeyOf(der)).format, "der");
});

async function publicKeyOf(file: Uint8Array, passphrase = FOREIGN_PASSPHRASE) {
  const key = await parsePrivateKey(file, "FILE");
  const { format, publicKey } = key.locked ? await key.unlock(passphrase) : key;
  return { format, publicKey };
}

/** What was found in a file, without functions. */
function shape(found: Awaited<ReturnType<typeof parseKeyFile>>): unknown {
  return JSON.parse(JSON.stringify(found));
}
