import assert from "node:assert/strict";
import {
  encodeEncryptedPrivateKey,
  encodePrivateKey,
} from "../../../src/formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../src/formats/keys/encode_public_key.ts";
import { parsePrivateKey } from "../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { text } from "../../testkit/key_bytes.ts";
import { PASSPHRASE, PRIVATE_PEM, PUBLIC_PEM, SEED } from "../../testkit/sample_keys.ts";
import {
  openPrivateKey,
  randomBytes,
  samplePrivateKey,
  unlockPrivateKey,
} from "../../testkit/sample_private_key.ts";
import { withWorkFolder } from "../../testkit/work_folder.ts";

const LOCK = ["pkcs8", "-topk8", "-in", "key.pem", "-out", "locked", "-passout"];

/** Ways in which `openssl pkcs8` locks a key that is read here. */
const READABLE = [
  "-v2 aes-256-cbc",
  "-v2 aes-192-cbc",
  "-v2 aes-128-cbc",
  "-v2 aes-256-cbc -v2prf hmacWithSHA1 -iter 1",
  "-v2 aes-256-cbc -v2prf hmacWithSHA224",
  "-v2 aes-256-cbc -v2prf hmacWithSHA384 -iter 10000",
  "-v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 100000",
  "-scrypt",
  "-scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 16",
  "-scrypt -scrypt_N 16384 -scrypt_r 8 -scrypt_p 5",
  "-scrypt -v2 aes-128-cbc",
  "-scrypt -outform DER",
];

/** Ways that are refused, and what they are called then; the hint must lead out of each. */
const REFUSED = [
  ["-v2 des3", "DES-EDE3-CBC"],
  ["-v1 PBE-SHA1-3DES", "the 3DES of PKCS #12"],
] as const;

/** Keys of other algorithms, by the options of `openssl genpkey`. */
const OTHERS = [
  ["X25519", "-algorithm X25519"],
  ["Ed448", "-algorithm ED448"],
  ["RSA", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024"],
  ["P-256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"],
] as const;

for (const way of READABLE) {
  Deno.test(`a key that openssl locked is opened: ${way}`, () =>
    withWorkFolder(async ({ write, read, run }) => {
      await write("key.pem", PRIVATE_PEM);
      await run("openssl", ...LOCK, `pass:${PASSPHRASE}`, ...way.split(" "));
      const locked = await read("locked");
      assert.equal((await unlockPrivateKey(locked, PASSPHRASE)).seed.toHex(), SEED);
      const wrong = unlockPrivateKey(locked, "incorrect horse");
      await assert.rejects(wrong, { code: "wrong_passphrase" });
    }));
}

for (const [way, name] of REFUSED) {
  Deno.test(`a key that openssl locked is refused, and its hint helps: ${way}`, () =>
    withWorkFolder(async ({ write, read, run }) => {
      const passphrase = `pass:${PASSPHRASE}`;
      await write("key.pem", PRIVATE_PEM);
      await run("openssl", ...LOCK, passphrase, ...way.split(" "));
      await assert.rejects(parsePrivateKey(await read("locked"), "FILE"), {
        code: "invalid_key",
        message: `Cannot read the key "FILE": it is encrypted with ${name}`,
        hint:
          "`openssl pkcs8 -topk8 -scrypt -in FILE -out NEW` encrypts it in a form that cloacina reads",
      });
      const hinted = ["pkcs8", "-topk8", "-scrypt", "-in", "locked", "-out", "new"];
      await run("openssl", ...hinted, "-passin", passphrase, "-passout", passphrase);
      assert.equal((await unlockPrivateKey(await read("new"), PASSPHRASE)).seed.toHex(), SEED);
    }));
}

for (const passphrase of [PASSPHRASE, "", "naïve \u{1f511}"]) {
  Deno.test(`openssl opens what is locked here with "${passphrase}", and the reverse`, () =>
    withWorkFolder(async ({ write, read, run }) => {
      const { seed } = await samplePrivateKey();
      for (const derivation of ["scrypt", "pbkdf2"] as const) {
        const protection = { passphrase, derivation };
        await write("ours", await encodeEncryptedPrivateKey(seed, protection, randomBytes));
        const opened = await run("openssl", "pkey", "-in", "ours", "-passin", `pass:${passphrase}`);
        assert.equal(text(opened), PRIVATE_PEM);
      }
      await write("key.pem", PRIVATE_PEM);
      await run("openssl", ...LOCK, `pass:${passphrase}`);
      assert.equal((await unlockPrivateKey(await read("locked"), passphrase)).seed.toHex(), SEED);
    }));
}

Deno.test("keys that openssl generates are read, and both halves agree", () =>
  withWorkFolder(async ({ read, run }) => {
    await run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    const convert = (...options: string[]) => run("openssl", "pkey", "-in", "key.pem", ...options);
    await convert("-outform", "DER", "-out", "key.der");
    await convert("-pubout", "-out", "pub.pem");
    await convert("-pubout", "-outform", "DER", "-out", "pub.der");
    const key = await openPrivateKey(await read("key.pem"));
    assert.deepEqual(await openPrivateKey(await read("key.der")), { ...key, format: "der" });
    assert.deepEqual(await parsePublicKeys(await read("pub.pem"), "FILE"), [key.publicKey]);
    assert.deepEqual(await parsePublicKeys(await read("pub.der"), "FILE"), [key.publicKey]);
  }));

for (const [kind, options] of [["plain", "-nodes"], ["locked", `-passout pass:${PASSPHRASE}`]]) {
  Deno.test(`a ${kind} key beside its certificate is read, as openssl takes both out of PKCS #12`, () =>
    withWorkFolder(async ({ write, run }) => {
      await write("key.pem", PRIVATE_PEM);
      await run("openssl", "req", "-x509", "-key", "key.pem", "-subj", "/CN=x", "-out", "cert.pem");
      const both = ["-inkey", "key.pem", "-in", "cert.pem", "-name", "x", "-passout", "pass:x"];
      await run("openssl", "pkcs12", "-export", "-out", "both.p12", ...both);
      const out = [
        "pkcs12",
        "-in",
        "both.p12",
        "-passin",
        "pass:x",
        ...options!.split(/ (?=pass)/),
      ];
      const file = await run("openssl", ...out);
      assert.match(text(file), /^Bag Attributes\n(.*\n)*-----BEGIN CERTIFICATE-----\n/);
      const key = await parsePrivateKey(file, "FILE");
      const { seed, isWholeFile } = key.locked ? await key.unlock(PASSPHRASE) : key;
      assert.deepEqual([seed.toHex(), isWholeFile, key.locked], [SEED, false, kind === "locked"]);
    }));
}

Deno.test("openssl reads what is written here, and writes the same", () =>
  withWorkFolder(async ({ write, run }) => {
    const key = await samplePrivateKey();
    for (const format of ["pem", "der"] as const) {
      const form = ["-inform", format.toUpperCase(), "-in"];
      await write("key", encodePrivateKey(key, format, randomBytes));
      await write("pub", encodePublicKey(key.publicKey, format));
      assert.equal(text(await run("openssl", "pkey", ...form, "key")), PRIVATE_PEM);
      assert.equal(text(await run("openssl", "pkey", "-pubin", ...form, "pub")), PUBLIC_PEM);
    }
  }));

for (const [name, options] of OTHERS) {
  Deno.test(`a key of openssl is refused by name: ${name}`, () =>
    withWorkFolder(async ({ read, run }) => {
      await run("openssl", "genpkey", ...options.split(" "), "-out", "key.pem");
      await run("openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
      const message = `Cannot read the key "FILE": its algorithm is ${name}, not Ed25519`;
      const refused = { code: "invalid_key", message };
      await assert.rejects(parsePrivateKey(await read("key.pem"), "FILE"), refused);
      await assert.rejects(parsePublicKeys(await read("pub.pem"), "FILE"), refused);
    }));
}

Deno.test("of a certificate the key is read that openssl prints", () =>
  withWorkFolder(async ({ write, read, run }) => {
    await write("key.pem", PRIVATE_PEM);
    const request = ["req", "-x509", "-key", "key.pem", "-subj", "/CN=x", "-out", "cert.pem"];
    await run("openssl", ...request);
    const [key] = await parsePublicKeys(await read("cert.pem"), "FILE");
    const printed = await run("openssl", "x509", "-in", "cert.pem", "-noout", "-pubkey");
    assert.equal(text(printed), PUBLIC_PEM);
    assert.deepEqual(key, (await parsePublicKeys(printed, "FILE"))[0]);
  }));
