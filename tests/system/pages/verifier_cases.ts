import assert from "node:assert/strict";
import { sha256 } from "../../../src/crypto/sha256.ts";
import { type PackageHash, toPackageHash } from "../../../src/domain/package_hash.ts";
import { quoted } from "../../../src/domain/quoted.ts";
import { toCloacinaError } from "../../../src/errors.ts";
import { escapeText } from "../../../src/formats/escape.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { parseDetachedSignature } from "../../../src/formats/signature/detached_signature.ts";
import { serializeDetachedSignature } from "../../../src/formats/signature/serialize_detached_signature.ts";
import { statementMessage } from "../../../src/formats/statement/statement.ts";
import { NO_DEMANDS, type SignedStatement } from "../../../src/domain/statement.ts";
import { fileSigner } from "../../../src/operations/signer.ts";
import { judgeStatement } from "../../../src/operations/package/judge_statement.ts";
import { signStatement } from "../../../src/operations/package/sign_statement.ts";
import { verifyPackage } from "../../../src/operations/package/verify.ts";
import { signMessage } from "../../../src/operations/sign_message.ts";
import { BAD_KEYS } from "../../testkit/bad_keys.ts";
import { BAD_SIGNATURES } from "../../testkit/bad_signatures.ts";
import * as foreign from "../../testkit/sample_foreign_keys.ts";
import * as keys from "../../testkit/sample_keys.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

/** Files of these names, for one verification. */
export interface VerifierCase {
  readonly name: string;
  readonly package: string;
  readonly signature: string;
  readonly keys: readonly string[];
}

/** What is said of a case: `verified` or the code of the error, and the error's message. */
export type Said = readonly [code: string, message: string];

const good = SIGNED_PACKAGE;

/** Every file of the cases. */
export const FILES: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(
  Object.entries<Uint8Array<ArrayBuffer> | string>({
    "pkg.so": good.packageBytes,
    "more.so": `${new TextDecoder().decode(good.packageBytes)}\n`,
    "empty.so": "",
    "pkg.so.sig": good.signatureFile,
    "extra.sig": good.signatureFile.replace("{", '{ "comment": "x",'),
    "stated.sig": await stating({}),
    "expired.sig": await stating({ expires: "2001-01-01T00:00:00Z" }),
    "other-signer.sig": await stating({ seed: new Uint8Array(32).fill(1) }),
    "other-subject.sig": await stating({ hash: toPackageHash(sha256(bytesOf("other"))) }),
    "unreadable.sig": await withPayload(bytesOf("{}")),
    "no-envelope.sig": good.signatureFile.replace("{", '{ "statement": { "payload": "e30=" },'),
    "moved.sig": good.signatureFile.replace(good.packageHash, sha256(bytesOf("other")).toHex()),
    "release.pub.pem": good.publicKeyPem,
    "raw.pub": good.publicKey,
    "line.pub": `ed25519:${good.publicKey.toBase64()}\n`,
    "hex.pub": good.publicKey.toHex(),
    "bundle.pem": `of the team\n${keys.PUBLIC_PEM}and\n${good.publicKeyPem}`,
    "big.pem": " ".repeat(70_000),
    ...keys,
    ...foreign,
    ...Object.fromEntries(BAD_KEYS.map(({ bytes }, index) => [`key-${index}`, bytes])),
    ...Object.fromEntries(BAD_SIGNATURES.map(({ bytes }, index) => [`sig-${index}`, bytes])),
  }).map(([name, content]) => [name, typeof content === "string" ? bytesOf(content) : content]),
);

/** The good signature with a statement, which by default is as good. */
async function stating(
  { expires = "2200-01-01T00:00:00Z", hash = good.packageHash as PackageHash, seed = good.seed },
): Promise<string> {
  const terms = { claims: { name: "pkg" }, expires: new Date(expires), predicate: null };
  return withStatement(await signStatement(await fileSigner(seed), hash, terms));
}

/** The good signature with a statement that the same key signed, whatever it says. */
async function withPayload(payload: Uint8Array<ArrayBuffer>): Promise<string> {
  const signature = await signMessage(await fileSigner(good.seed), statementMessage(payload));
  return withStatement({ payload, signature });
}

function withStatement(statement: SignedStatement): string {
  const signature = parseDetachedSignature(bytesOf(good.signatureFile), "pkg.so.sig");
  return serializeDetachedSignature({ ...signature, statement });
}

const USUAL = { package: "pkg.so", signature: "pkg.so.sig", keys: ["release.pub.pem"] };

const OF_FILES: readonly VerifierCase[] = [
  { ...USUAL, name: "all is well" },
  { ...USUAL, name: "a field that is not known", signature: "extra.sig" },
  { ...USUAL, name: "a statement", signature: "stated.sig" },
  { ...USUAL, name: "a statement that has expired", signature: "expired.sig" },
  { ...USUAL, name: "a statement by another key", signature: "other-signer.sig" },
  { ...USUAL, name: "a statement about another package", signature: "other-subject.sig" },
  { ...USUAL, name: "a statement that cannot be read", signature: "unreadable.sig" },
  { ...USUAL, name: "a statement that is no envelope", signature: "no-envelope.sig" },
  { ...USUAL, name: "another package", package: "more.so" },
  { ...USUAL, name: "an empty package", package: "empty.so" },
  { ...USUAL, name: "a signature of another package", signature: "moved.sig" },
  { ...USUAL, name: "the package as its signature", signature: "pkg.so" },
  { ...USUAL, name: "the signature as a key", keys: ["pkg.so.sig"] },
  { ...USUAL, name: "one of two keys", keys: ["PUBLIC_PEM", "release.pub.pem"] },
  { ...USUAL, name: "one of two keys is none", keys: ["release.pub.pem", "empty.so"] },
  { ...USUAL, name: "one of two keys is private", keys: ["release.pub.pem", "PRIVATE_PEM"] },
  ...[
    "raw.pub",
    "line.pub",
    "hex.pub",
    "bundle.pem",
    "big.pem",
    ...Object.keys({ ...keys, ...foreign }),
  ]
    .map((key) => ({ ...USUAL, name: `the key ${key}`, keys: [key] })),
];

/** The cases of the transcripts, every kind of key, and every bad key and signature of the tests. */
export const CASES: readonly VerifierCase[] = [
  ...OF_FILES,
  ...BAD_KEYS.map(({ name }, index) => ({ ...USUAL, name, keys: [`key-${index}`] })),
  ...BAD_SIGNATURES.map(({ name }, index) => ({ ...USUAL, name, signature: `sig-${index}` })),
];

/** What a page said of each case must be what the program says. */
export async function assertAsTheProgram(
  said: readonly Said[],
  cases: readonly VerifierCase[] = CASES,
): Promise<void> {
  assert.equal(said.length, cases.length);
  for (const [index, one] of cases.entries()) {
    const [code, message] = await programSays(one);
    assert.deepEqual(said[index], [code, escapeText(message)], one.name);
  }
}

/** What the program says of a case. */
async function programSays(one: VerifierCase): Promise<Said> {
  try {
    const trusted = await Promise.all(one.keys.map(async (source) => {
      const publicKeys = await parsePublicKeys(FILES.get(source)!, source);
      return publicKeys.map((publicKey) => ({ publicKey, source }));
    }));
    const hash = toPackageHash(sha256(FILES.get(one.package)!));
    const signature = parseDetachedSignature(FILES.get(one.signature)!, one.signature);
    const hashed = { name: quoted(one.package), hash };
    const { publicKey } = await verifyPackage(hashed, signature, trusted.flat());
    const stated = { signature, publicKey, demands: NO_DEMANDS, now: new Date() };
    await judgeStatement(hashed, stated);
    return ["verified", ""];
  } catch (thrown) {
    const { code, message } = toCloacinaError(thrown);
    return [code, message];
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
