import type { PackageSignature } from "../../domain/signature.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";

/** The signature of a row, with what was looked up of its statement. */
export function toSignature(row: StatedSignature): PackageSignature {
  const { packageHash, keyFingerprint, signature, signedAt, statement } = row;
  return {
    ...{ packageHash, keyFingerprint, signature, signedAt: toRfc3339(signedAt) },
    ...(statement !== undefined && { statement }),
  };
}
