import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import { toPackageHash } from "../../../src/domain/package_hash.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { parseDetachedSignature } from "../../../src/formats/signature/detached_signature.ts";
import { MAX_SIGNED_FILE_BYTES } from "../../../src/formats/signature/signed_file.ts";
import { serializeDetachedSignature } from "../../../src/formats/signature/serialize_detached_signature.ts";
import { utf16 } from "../../testkit/signature_edits.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

const GOOD: PackageSignature = {
  packageHash: SIGNED_PACKAGE.packageHash as PackageSignature["packageHash"],
  keyFingerprint: SIGNED_PACKAGE.fingerprint as Fingerprint,
  signature: SIGNED_PACKAGE.signature,
  signedAt: SIGNED_PACKAGE.signedAt,
};

function parse(text: string): PackageSignature {
  return parseDetachedSignature(new TextEncoder().encode(text), "pkg.sig");
}

/** Expects `malformed_signature` with exactly this state after the name of the file. */
function assertMalformed(text: string | Uint8Array, state: string): void {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  assert.throws(() => parseDetachedSignature(bytes, "pkg.sig"), {
    name: "CloacinaError",
    code: "malformed_signature",
    message: `Cannot read the signature "pkg.sig": ${state}`,
  });
}

/** The good file with other fields, an absent one where the value is undefined. */
function withFields(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(SIGNED_PACKAGE.signatureFile), ...fields });
}

Deno.test("what is written reads back as it was", () => {
  assert.deepEqual(parse(SIGNED_PACKAGE.signatureFile), GOOD);
});

Deno.test("property: parse after serialise is the identity, and so is serialise after parse", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const time = fc.date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(bytes(32), bytes(32), bytes(64), time, (hash, key, signature, date) => {
    const made: PackageSignature = {
      packageHash: toPackageHash(hash),
      keyFingerprint: key.toHex() as Fingerprint,
      signature: new Uint8Array(signature),
      signedAt: date.toISOString(),
    };
    const text = serializeDetachedSignature(made);
    assert.deepEqual(parse(text), made);
    assert.equal(serializeDetachedSignature(parse(text)), text);
  }));
});

Deno.test("the engine's spelling is read: one line, nanoseconds, an offset, fields in another order", () => {
  const { version, algorithm, package_hash, key_fingerprint, signature } = JSON.parse(
    SIGNED_PACKAGE.signatureFile,
  );
  const signed_at = "2026-01-28T12:00:00.123456789+00:00";
  const fields = { signed_at, signature, key_fingerprint, package_hash, algorithm, version };
  assert.deepEqual(parse(JSON.stringify(fields)), { ...GOOD, signedAt: signed_at });
});

Deno.test("hex in upper case is refused, as the engine refuses it", () => {
  const mixed = `${GOOD.packageHash.slice(0, 32)}${GOOD.packageHash.slice(32).toUpperCase()}`;
  const upper = GOOD.keyFingerprint.toUpperCase();
  const state = (field: string) => `${field} must be 64 lower-case hex characters`;
  assertMalformed(withFields({ package_hash: mixed }), state("package_hash"));
  assertMalformed(withFields({ key_fingerprint: upper }), state("key_fingerprint"));
});

Deno.test("a version that is written as a floating-point number is refused, as the engine refuses it", () => {
  for (
    const version of ["1.0", "1e0", "1E0", "1.0e+0", "10e-1", "0.1e1", "1.0000000000000000001"]
  ) {
    const text = SIGNED_PACKAGE.signatureFile.replace('"version": 1', `"version": ${version}`);
    assertMalformed(text, "version must be 1");
  }
});

Deno.test("numbers of unknown fields may be written in any way, also a version inside of one", () => {
  const others = '{"a": 1.0, "b": [1e0, -2.5], "c": {"version": 1.0}, "d": "1.0", ';
  assert.deepEqual(parse(SIGNED_PACKAGE.signatureFile.replace("{", others)), GOOD);
});

Deno.test("unknown fields are ignored, whatever they are called", () => {
  const names = ["comment", "Signature", "", "constructor", "toString", "__proto__x"];
  const unknown = Object.fromEntries(names.map((name) => [name, { deep: [name] }]));
  assert.deepEqual(parse(withFields(unknown)), GOOD);
});

Deno.test("a field of __proto__ is not a field of the signature", () => {
  const { signature, ...rest } = JSON.parse(SIGNED_PACKAGE.signatureFile);
  const text = JSON.stringify(rest).replace("{", `{"__proto__":${JSON.stringify({ signature })},`);
  assertMalformed(text, "signature is missing");
});

Deno.test("white space that JSON allows is allowed, CRLF too", () => {
  assert.deepEqual(parse(`\r\n\t ${SIGNED_PACKAGE.signatureFile.replaceAll("\n", "\r\n")} `), GOOD);
});

Deno.test("each field breaks its own rule, and is named with it", () => {
  const rules: readonly (readonly [field: string, bad: unknown, state: string])[] = [
    ["version", 2, "version must be 1"],
    ["version", "1", "version must be 1"],
    ["algorithm", "ed448", "algorithm must be ed25519"],
    ["algorithm", "Ed25519", "algorithm must be ed25519"],
    ["package_hash", "ab", "package_hash must be 64 lower-case hex characters"],
    ["package_hash", 7, "package_hash must be 64 lower-case hex characters"],
    ["key_fingerprint", "", "key_fingerprint must be 64 lower-case hex characters"],
    ["signature", "AAAA", "signature must be 64 bytes in canonical base64"],
    ["signature", null, "signature must be 64 bytes in canonical base64"],
    ["signed_at", "yesterday", "signed_at must be an RFC 3339 time"],
  ];
  for (const [field, bad, state] of rules) {
    assertMalformed(withFields({ [field]: bad }), state);
    assertMalformed(withFields({ [field]: undefined }), `${field} is missing`);
  }
});

Deno.test("of a bad signature text, no bit of its base64 is repaired", () => {
  const text = GOOD.signature.toBase64();
  const spellings = {
    "a last character that is not canonical": text.replace("AQ==", "AR=="),
    "the alphabet of URLs": text.replaceAll("/", "_").replaceAll("+", "-"),
    "no padding": text.slice(0, -2),
    "white space": `${text.slice(0, 40)} ${text.slice(40)}`,
    "a newline at the end": `${text}\n`,
    "63 bytes": GOOD.signature.slice(0, 63).toBase64(),
    "65 bytes": new Uint8Array([...GOOD.signature, 0]).toBase64(),
  };
  assert(spellings["a last character that is not canonical"] !== text);
  for (const signature of Object.values(spellings)) {
    const state = "signature must be 64 bytes in canonical base64";
    assertMalformed(withFields({ signature }), state);
  }
});

Deno.test("every bad field is named in one message", () => {
  const text = withFields({ version: 2, algorithm: undefined, package_hash: "x", signed_at: "" });
  assertMalformed(
    text,
    "version must be 1; algorithm is missing; package_hash must be 64 lower-case hex characters; " +
      "signed_at must be an RFC 3339 time",
  );
});

Deno.test("a key that stands twice is refused, also where one of the two is spelled with an escape", () => {
  const twice = (key: string) => SIGNED_PACKAGE.signatureFile.replace("{", `{"${key}":"A",`);
  assertMalformed(twice("signature"), "duplicate key signature");
  assertMalformed(twice("\\u0073ignature"), "duplicate key signature");
  assertMalformed(twice("package\\u005fhash"), "duplicate key package_hash");
});

Deno.test("what is not JSON may be cut off or another file: the hint is to get it again, and no other fault has it", () => {
  const hint = "it may be incomplete, or the wrong file: download it again";
  assert.throws(() => parse(SIGNED_PACKAGE.signatureFile.slice(0, 200)), { hint });
  assert.throws(() => parse("hello"), { hint });
  assert.throws(() => parse("[]"), { hint: undefined });
  assert.throws(() => parse(withFields({ version: 2 })), { hint: undefined });
});

Deno.test("what is no JSON object is refused", () => {
  assertMalformed(`${SIGNED_PACKAGE.signatureFile}x`, "it is not JSON");
  assertMalformed("null", "it must be a JSON object");
  assertMalformed("[]", "it must be a JSON object");
  assertMalformed("7", "it must be a JSON object");
});

for (
  const [what, text, state] of [
    ["nothing", "", "it is empty"],
    ["white space", " \r\n", "it is blank"],
    [
      "a byte order mark",
      `\ufeff${SIGNED_PACKAGE.signatureFile}`,
      "it starts with a byte order mark",
    ],
    ["HTML", "<!DOCTYPE html>\n<html>", "it is a web page"],
    ["HTML without a document type", "\n <HTML lang=en>", "it is a web page"],
    [
      "a Git LFS pointer",
      "version https://git-lfs.github.com/spec/v1\noid sha256:4e9416efcf77b84013f263e1f9008c65\nsize 420\n",
      "it is a Git LFS pointer, not the file itself",
    ],
    [
      "an OpenPGP signature",
      "-----BEGIN PGP SIGNATURE-----\n",
      "it is an OpenPGP signature, not a signature by cloacina or the engine",
    ],
    [
      "an SSH signature",
      "-----BEGIN SSH SIGNATURE-----\n",
      "it is an SSH signature, not a signature by cloacina or the engine",
    ],
    // The comments are no proof: a signature and a public key may have the same.
    [
      "a public key of minisign",
      "untrusted comment: minisign public key D4EA4AF6F74FDB4C\n",
      "it is a minisign or signify file, not a signature by cloacina or the engine",
    ],
    [
      "a signature of minisign",
      "untrusted comment: signature from minisign secret key\n",
      "it is a minisign or signify file, not a signature by cloacina or the engine",
    ],
    [
      "a DSSE envelope, as `package statement` writes it",
      '{"payload":"","payloadType":"application/vnd.in-toto+json","signatures":[]}',
      "it is JSON of another kind",
    ],
    [
      "a Sigstore bundle",
      '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","messageSignature":{}}',
      "it is JSON of another kind",
    ],
    [
      "a public key",
      "-----BEGIN PUBLIC KEY-----\n",
      "it is a key, not a signature by cloacina or the engine",
    ],
    ["an unknown text", "hello", "it is not JSON"],
  ] as const
) {
  Deno.test(`${what} in place of a signature is called that`, () => assertMalformed(text, state));
}

Deno.test("a binary OpenPGP signature is called that", () => {
  // Ed25519 by gpg 2.2, RSA by gpg, and the header of the new format (RFC 9580, section 4.2).
  for (const head of [[0x88, 0x75, 0x04], [0x89, 0x01, 0x33, 0x04], [0xc2, 0x75, 0x04]]) {
    const state = "it is an OpenPGP signature, not a signature by cloacina or the engine";
    assertMalformed(new Uint8Array([...head, ...new Uint8Array(110)]), state);
  }
});

Deno.test("UTF-16 in place of a signature is called that, in either byte order, with a mark or without", () => {
  const text = SIGNED_PACKAGE.signatureFile;
  assertMalformed(utf16(`\ufeff${text}`), "it is UTF-16 text");
  assertMalformed(utf16(text), "it is UTF-16 text");
  assertMalformed(swapped(utf16(`\ufeff${text}`)), "it is UTF-16 text");
  assertMalformed(swapped(utf16(text)), "it is UTF-16 text");
});

/** The same with the two bytes of each pair in the other order. */
function swapped(bytes: Uint8Array): Uint8Array {
  return bytes.map((_, index) => bytes[index ^ 1]!);
}

Deno.test("what is not UTF-8 is refused, also in a field that nobody reads", () => {
  const text = withFields({ comment: "?" });
  const bytes = new TextEncoder().encode(text);
  bytes[text.lastIndexOf("?")] = 0xff;
  assertMalformed(bytes, "it is not UTF-8");
});

Deno.test("64 KiB are read, one byte more is refused before anything is parsed", () => {
  assert.equal(MAX_SIGNED_FILE_BYTES, 65_536);
  assert.deepEqual(parse(SIGNED_PACKAGE.signatureFile.padEnd(65_536)), GOOD);
  assertMalformed(SIGNED_PACKAGE.signatureFile.padEnd(65_537), "it is over 64 KiB");
  assertMalformed(new Uint8Array(65_537).fill(0xff), "it is over 64 KiB");
});

Deno.test("a field as long as the file may be is read", () => {
  const comment = "x".repeat(65_000);
  assert.deepEqual(parse(withFields({ comment })), GOOD);
});
