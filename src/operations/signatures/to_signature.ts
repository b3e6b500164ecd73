import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";

/** The signature of a row. */
export function toSignature(row: SignatureRecord): PackageSignature {
  const { packageHash, keyFingerprint, signature, signedAt } = row;
  return { packageHash, keyFingerprint, signature, signedAt: toRfc3339(signedAt) };
}
