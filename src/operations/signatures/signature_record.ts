import { toMoment } from "../../domain/claimed_time.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { LocalParts } from "../parts.ts";

/** Creates the row of a signature, stored under an organisation. */
export function toSignatureRecord(
  { newId }: LocalParts,
  orgId: OrgId,
  { packageHash, keyFingerprint, signature, signedAt }: PackageSignature,
): SignatureRecord {
  const id = newId();
  return { id, packageHash, keyFingerprint, signature, signedAt: toMoment(signedAt), orgId };
}
