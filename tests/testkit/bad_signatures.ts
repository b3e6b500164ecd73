import type { Buffer } from "node:buffer";
import { createPrivateKey, sign } from "node:crypto";
import { SMALL_ORDER_ENCODINGS } from "../../src/crypto/ed25519_points.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { fromBytes, L, toBytes } from "./edwards.ts";
import {
  edited,
  FIELDS,
  renamed,
  repeated,
  replaced,
  type SignatureField,
  utf16,
  valueOf,
  withByte,
  withField,
} from "./signature_edits.ts";
import { SIGNED_PACKAGE } from "./signed_package.ts";

/** A `.sig` file for the package of `SIGNED_PACKAGE` with exactly one fault, and how it must be refused. */
export interface BadSignature {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly code: ErrorCode;
  readonly exit: number;
  /** Stands in the error's message, and names the field where the fault is in one. */
  readonly fragment: string;
}

const good = SIGNED_PACKAGE;
const base64 = good.signature.toBase64();
const hash = Uint8Array.fromHex(good.packageHash);
const [r, s] = [good.signature.slice(0, 32), good.signature.slice(32)];

/** Whole files that are no JSON of the right shape. */
const DOCUMENTS: readonly BadSignature[] = [
  malformed("an empty file", "", "it is empty"),
  malformed("a newline alone", "\n", "it is blank"),
  malformed("null", "null\n", "it must be a JSON object"),
  malformed("a number", "1\n", "it must be a JSON object"),
  malformed("a string", '"signature"\n', "it must be a JSON object"),
  malformed("an empty array", "[]\n", "it must be a JSON object"),
  malformed("the object in an array", `[${good.signatureFile}]\n`, "it must be a JSON object"),
  malformed("the bare 64 bytes", good.signature, "it is that of a provider"),
  malformed("the closing brace is missing", edited("\n}\n", "\n"), "it is not JSON"),
  malformed("cut off in the middle", good.signatureFile.slice(0, 200), "it is not JSON"),
  malformed("a trailing comma", edited("\n}\n", ",\n}\n"), "it is not JSON"),
  malformed("trailing text", `${good.signatureFile}x`, "it is not JSON"),
  malformed("a trailing NUL", `${good.signatureFile}\0`, "it is not JSON"),
  malformed("the object twice", good.signatureFile.repeat(2), "it is not JSON"),
  malformed("a comment", `// signed\n${good.signatureFile}`, "it is not JSON"),
  malformed("single quotes", good.signatureFile.replaceAll('"', "'"), "it is not JSON"),
  malformed("a key without quotes", edited('"version"', "version"), "it is not JSON"),
  malformed("a byte order mark", `\ufeff${good.signatureFile}`, "it starts with a byte order mark"),
  malformed("a no-break space as white space", edited("{\n", "{\u00a0\n"), "it is not JSON"),
  malformed("a form feed as white space", edited("{\n", "{\f\n"), "it is not JSON"),
  malformed("a raw newline in a string", edited("T12:00", "T\n12:00"), "it is not JSON"),
  malformed("an escape that JSON has not", edited("ed25519", "\\x65d25519"), "it is not JSON"),
  malformed("UTF-16", utf16(`\ufeff${good.signatureFile}`), "it is UTF-16 text"),
  malformed("a byte that is no UTF-8", withByte(0xff), "it is not UTF-8"),
  malformed("an overlong UTF-8 quote", withByte(0xc0, 0xa2), "it is not UTF-8"),
  malformed("a surrogate in UTF-8", withByte(0xed, 0xa0, 0x80), "it is not UTF-8"),
  malformed("one byte over 64 KiB", good.signatureFile.padEnd(64 * 1024 + 1), "over 64 KiB"),
  malformed("1 MiB", good.signatureFile.padEnd(1024 * 1024), "over 64 KiB"),
  malformed("nested 33 deep", withField(`"x": ${"[".repeat(32)}${"]".repeat(32)}`), "32 levels"),
  malformed("an unknown key twice", withField('"x": 1, "x": 1'), "duplicate key x"),
  malformed("a nested key twice", withField('"x": {"y": 1, "y": 1}'), "duplicate key y"),
];

/** Every field missing, twice, twice with one spelled by an escape, and null. */
const EVERY_FIELD: readonly BadSignature[] = FIELDS.flatMap((field) => [
  malformed(`${field} is missing`, renamed(field, "other"), `${field} is missing`),
  malformed(`${field} in capitals`, renamed(field, field.toUpperCase()), `${field} is missing`),
  malformed(`${field} stands twice`, repeated(field, field), `duplicate key ${field}`),
  malformed(
    `${field} stands twice, once spelled with an escape`,
    repeated(field, `\\u${field.charCodeAt(0).toString(16).padStart(4, "0")}${field.slice(1)}`),
    `duplicate key ${field}`,
  ),
  malformed(`${field} is null`, replaced(field, "null"), `${field} must be`),
  malformed(`${field} is an array`, replaced(field, `[${valueOf(field)}]`), `${field} must be`),
]);

/** Values that break the rule of their field. */
const VALUES: readonly BadSignature[] = [
  malformed(
    "signature as an array of 64 numbers",
    replaced("signature", JSON.stringify([...good.signature])),
    "signature must be",
  ),
  ...wrong("version", ["0", "2", "-1", "1.5", "1e400", "true", '"1"', '""', "{}"]),
  ...wrong("algorithm", ["1", '""', '"Ed25519"', '"ed25519 "', '"ed448"', '"ed25519ph"', '"rsa"']),
  ...wrong("algorithm", ['"ed25519\\u0000"', '"\\u0435d25519"']),
  ...["package_hash", "key_fingerprint"].flatMap((field) =>
    wrong(field as SignatureField, [
      "0",
      '""',
      JSON.stringify(good.packageHash.slice(1)),
      JSON.stringify(`${good.packageHash}0`),
      JSON.stringify(`g${good.packageHash.slice(1)}`),
      JSON.stringify(`0x${good.packageHash.slice(2)}`),
      JSON.stringify(` ${good.packageHash.slice(1)}`),
      JSON.stringify(`${good.packageHash}\n`),
      JSON.stringify(`\uff11${good.packageHash.slice(1)}`),
      JSON.stringify(hash.toBase64()),
    ])
  ),
  ...wrong("signature", [
    "0",
    '""',
    JSON.stringify(base64.slice(0, -1)),
    JSON.stringify(base64.slice(0, -2)),
    JSON.stringify(`${base64}=`),
    JSON.stringify(base64.replaceAll("/", "_").replaceAll("+", "-")),
    JSON.stringify(base64.replace("AQ==", "AR==")),
    JSON.stringify(`${base64}\n`),
    JSON.stringify(` ${base64}`),
    JSON.stringify(`${base64.slice(0, 44)}\n${base64.slice(44)}`),
    JSON.stringify(good.signature.toHex()),
    JSON.stringify(good.signature.slice(0, 32).toBase64()),
    JSON.stringify(good.signature.slice(0, 63).toBase64()),
    JSON.stringify(new Uint8Array([...good.signature, 0]).toBase64()),
  ]),
  ...wrong("signed_at", [
    "1769601600",
    '""',
    '"now"',
    '"2026-01-28"',
    '"2026-01-28T12:00:00"',
    '"2026-01-28 12:00:00Z"',
    '"2026-01-28T12:00Z"',
    '"2026-02-29T12:00:00Z"',
    '"2026-13-01T12:00:00Z"',
    '"2026-01-28T24:00:00Z"',
    '"2026-01-28T12:00:61Z"',
    '"2026-01-28T12:00:00,5Z"',
    '"2026-01-28T12:00:00.Z"',
    '"2026-01-28T12:00:00+0000"',
    '"2026-01-28T12:00:00Z\\n"',
    '"+002026-01-28T12:00:00Z"',
    '"Wed, 28 Jan 2026 12:00:00 GMT"',
  ]),
];

/** Well-formed files that only verification refuses. */
const UNVERIFIABLE: readonly BadSignature[] = [
  forged("the first bit of R is flipped", flipped(0, 0x01)),
  forged("the last bit of R is flipped", flipped(31, 0x80)),
  forged("the first bit of S is flipped", flipped(32, 0x01)),
  forged("the last bit of S is flipped", flipped(63, 0x80)),
  forged("S + L", joined(r, toBytes(fromBytes(s) + L))),
  forged("S = 0", joined(r, toBytes(0n))),
  forged("S = L", joined(r, toBytes(L))),
  forged("L - S", joined(r, toBytes(L - fromBytes(s)))),
  forged("S and R are swapped", joined(s, r)),
  forged("R and S are reversed", joined(r.toReversed(), s.toReversed())),
  forged("all ones", new Uint8Array(64).fill(0xff)),
  forged("by another key", signedBy(new Uint8Array(32).fill(9), hash)),
  forged("over the hash as text", signedBy(good.seed, new TextEncoder().encode(good.packageHash))),
  forged("over the package itself", signedBy(good.seed, good.packageBytes)),
  forged("over nothing", signedBy(good.seed, new Uint8Array())),
  ...[...SMALL_ORDER_ENCODINGS].map((point, index) =>
    forged(
      `R of small order, ${index + 1} of 14, S = 0`,
      joined(Uint8Array.fromHex(point), toBytes(0n)),
    )
  ),
  tampered("the hash of another package", "ab".repeat(32)),
  tampered("one bit of the hash is flipped", `b${good.packageHash.slice(1)}`),
  tampered(
    "the hash of the empty file",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  ),
  untrusted("the fingerprint of another key", "ab".repeat(32)),
  untrusted("one bit of the fingerprint is flipped", `e${good.fingerprint.slice(1)}`),
  untrusted("the public key instead of its fingerprint", good.publicKey.toHex()),
];

/** Every bad `.sig` file: refused with this code and this exit, whoever reads it. */
export const BAD_SIGNATURES: readonly BadSignature[] = [
  ...DOCUMENTS,
  ...EVERY_FIELD,
  ...VALUES,
  ...UNVERIFIABLE,
];

function malformed(name: string, content: string | Uint8Array, fragment: string): BadSignature {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, bytes: new Uint8Array(bytes), code: "malformed_signature", exit: 14, fragment };
}

function wrong(field: SignatureField, values: readonly string[]): readonly BadSignature[] {
  return values.map((json) =>
    malformed(`${field}: ${json}`, replaced(field, json), `${field} must be`)
  );
}

function forged(name: string, signature: Uint8Array): BadSignature {
  const file = replaced("signature", JSON.stringify(signature.toBase64()));
  const fragment = "the signature is not valid under the signer's key";
  return { ...malformed(name, file, fragment), code: "invalid_signature", exit: 12 };
}

function tampered(name: string, other: string): BadSignature {
  const file = replaced("package_hash", JSON.stringify(other));
  const fragment = `its hash is ${good.packageHash}, and the signature is for ${other}`;
  return { ...malformed(name, file, fragment), code: "package_tampered", exit: 10 };
}

function untrusted(name: string, other: string): BadSignature {
  const file = replaced("key_fingerprint", JSON.stringify(other));
  const fragment = `its signer ${other} is not trusted`;
  return { ...malformed(name, file, fragment), code: "untrusted_signer", exit: 11 };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  return new Uint8Array([...first, ...second]);
}

function flipped(index: number, bit: number): Uint8Array {
  return good.signature.map((byte, at) => at === index ? byte ^ bit : byte);
}

function signedBy(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const prefix = Uint8Array.fromHex("302e020100300506032b657004220420");
  const key = createPrivateKey({
    key: joined(prefix, seed) as Buffer,
    format: "der",
    type: "pkcs8",
  });
  return new Uint8Array(sign(null, message, key));
}
