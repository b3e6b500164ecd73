import type { SignatureRecord } from "../../domain/records.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";

/** A stored signature as JSON. */
export function storedSignatureJson(row: SignatureRecord) {
  return {
    package_hash: row.packageHash,
    key_fingerprint: row.keyFingerprint,
    org_id: row.orgId,
    signature: row.signature.toBase64(),
    signed_at: toRfc3339(row.signedAt),
  };
}
