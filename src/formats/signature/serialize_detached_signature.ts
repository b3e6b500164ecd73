import type { PackageSignature } from "../../domain/signature.ts";

/** Writes a detached signature: pretty-printed, fields in the order of the format, a final newline. */
export function serializeDetachedSignature(signature: PackageSignature): string {
  const fields = {
    version: 1,
    algorithm: "ed25519",
    package_hash: signature.packageHash,
    key_fingerprint: signature.keyFingerprint,
    signature: signature.signature.toBase64(),
    signed_at: signature.signedAt,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}
