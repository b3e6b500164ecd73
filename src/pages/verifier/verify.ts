import { quoted } from "../../domain/quoted.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { Statement } from "../../domain/statement.ts";
import {
  requireGenuine,
  requireSameHash,
  requireTrustedKey,
  type TrustedKey,
} from "../../domain/trust.ts";
import { CloacinaError } from "../../errors.ts";
import { parseDetachedSignature } from "../../formats/signature/detached_signature.ts";
import { certificateWarning, holdsCertificate } from "../../formats/keys/holds_certificate.ts";
import { checkStatement } from "../../formats/statement/check_statement.ts";
import { parsePublicKeys } from "../../formats/keys/public_key.ts";
import { type Following, hashPackage } from "../hashing/hash_package.ts";
import { verifierOf } from "./ed25519_equation.ts";

/** Bytes that were given, in a file or pasted, and how messages call them. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What was given to verify. */
export interface Question {
  readonly file: File | undefined;
  readonly signatures: readonly Given[];
  readonly keys: readonly Given[];
}

/** A package that was verified. */
export interface Verified {
  readonly file: File;
  readonly hash: string;
  readonly signature: PackageSignature;
  readonly key: TrustedKey;
  /** What it states beside its hash, if anything. */
  readonly statement: Statement | undefined;
  /** What to know of the key, if anything. */
  readonly warning: string | undefined;
}

/** A key of a file that was given. */
interface GivenKey extends TrustedKey {
  readonly isOfCertificate: boolean;
}

/**
 * Verifies a package as `package verify --trust-key` does (docs/architecture.md, "Trust"), and throws the same errors.
 * What is small is read first, so that a large package is not hashed in vain.
 */
export async function verify(question: Question, following: Following): Promise<Verified> {
  const trusted = await readKeys(question.keys);
  const file = requireFile(question.file);
  const signature = readSignature(question.signatures, file);
  const hashed = await hashPackage(file, following);
  requireSameHash(signature, hashed);
  const key = requireTrustedKey(signature, hashed, trusted);
  const verifier = await verifierOf(key.publicKey.bytes);
  await requireGenuine(signature, hashed, verifier);
  const statement = signature.statement &&
    await checkStatement(hashed, signature.statement, { verify: verifier, at: new Date() });
  const warning = key.isOfCertificate ? certificateWarning(key.source) : undefined;
  return { file, hash: hashed.hash, signature, key, warning, statement };
}

async function readKeys(given: readonly Given[]): Promise<readonly GivenKey[]> {
  if (given.length === 0) throw missing("no key to trust was given");
  const keys: GivenKey[] = [];
  for (const { name, bytes } of given) {
    const publicKeys = await parsePublicKeys(bytes, name);
    const isOfCertificate = await holdsCertificate(bytes);
    keys.push(...publicKeys.map((publicKey) => ({ publicKey, source: name, isOfCertificate })));
  }
  return keys;
}

function requireFile(file: File | undefined): File {
  if (file === undefined) throw missing("no package was given");
  return file;
}

function readSignature([one, ...more]: readonly Given[], file: File): PackageSignature {
  if (more.length > 0) throw missing("more than one signature was given");
  if (one !== undefined) return parseDetachedSignature(one.bytes, one.name);
  throw new CloacinaError(
    "signature_not_found",
    `Cannot verify ${quoted(file.name)}: there is no signature`,
    { hint: `it is by custom the file ${quoted(`${file.name}.sig`)}` },
  );
}

function missing(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot verify: ${state}`);
}
