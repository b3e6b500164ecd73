import { toEnvelope } from "../../src/formats/statement/envelope.ts";
import type { PackageSignature } from "../../src/domain/signature.ts";

/** A signature with the fields of a detached signature, as the body of a request has it. */
export function signatureBody(
  { packageHash, keyFingerprint, signature, signedAt, statement }: PackageSignature,
) {
  return {
    version: 1,
    algorithm: "ed25519",
    package_hash: packageHash,
    key_fingerprint: keyFingerprint,
    signature: signature.toBase64(),
    signed_at: signedAt,
    ...(statement && { statement: toEnvelope(statement) }),
  };
}
