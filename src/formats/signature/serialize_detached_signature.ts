import type { PackageSignature } from "../../domain/signature.ts";
import { toEnvelope } from "../statement/envelope.ts";

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First> ? `${First}${SnakeCase<Rest>}`
  : `_${Lowercase<First>}${SnakeCase<Rest>}`
  : Name;

/** The fields of every file: a missing one does not compile. */
type Fields = {
  readonly [Name in Exclude<keyof PackageSignature, "statement"> as SnakeCase<Name>]: string;
};

/** Serializes a detached signature: indented JSON, fields in the order of the format, a final newline. */
export function serializeDetachedSignature(signature: PackageSignature): string {
  const fields: Fields = {
    package_hash: signature.packageHash,
    key_fingerprint: signature.keyFingerprint,
    signature: signature.signature.toBase64(),
    signed_at: signature.signedAt,
  };
  const { statement } = signature;
  const document = {
    version: 1,
    algorithm: "ed25519",
    ...fields,
    ...(statement !== undefined && { statement: toEnvelope(statement) }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
