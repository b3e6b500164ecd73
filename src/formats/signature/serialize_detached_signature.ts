import type { PackageSignature } from "../../domain/signature.ts";

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First> ? `${First}${SnakeCase<Rest>}`
  : `_${Lowercase<First>}${SnakeCase<Rest>}`
  : Name;

/** The fields of the file: a missing one does not compile. */
type Fields = { readonly [Name in keyof PackageSignature as SnakeCase<Name>]: string };

/** Serializes a detached signature: indented JSON, fields in the order of the format, a final newline. */
export function serializeDetachedSignature(signature: PackageSignature): string {
  const fields: Fields = {
    package_hash: signature.packageHash,
    key_fingerprint: signature.keyFingerprint,
    signature: signature.signature.toBase64(),
    signed_at: signature.signedAt,
  };
  const document = { version: 1, algorithm: "ed25519", ...fields };
  return `${JSON.stringify(document, null, 2)}\n`;
}
