import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import { signatureRow } from "../../contract/rows.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { ROW_FIELDS, rowCodec } from "./document_fields.ts";
import {
  partTime,
  partUuid,
  type RecordKind,
  TIME,
  timePart,
  UUID_OR_NONE,
  uuidOrNonePart,
} from "./record_kind.ts";

/** What a signature's file name says. */
export type SignaturePart = "hash" | "fingerprint" | "org";

/** Signatures, as `package_signatures` has them; 256 groups by package hash. */
export const SIGNATURES: RecordKind<SignatureRecord, SignaturePart> = {
  folder: "signatures",
  parts: { hash: SHA256, fingerprint: SHA256, org: UUID_OR_NONE, time: TIME, id: UUID },
  identity: ["hash", "fingerprint"],
  groupOf: ({ hash }) => signatureGroup(hash),
  describe: (signature) => ({
    hash: signature.packageHash,
    fingerprint: signature.keyFingerprint,
    org: uuidOrNonePart(signature.orgId),
    time: timePart(signature.signedAt),
    id: signature.id,
  }),
  named: ({ id, hash, fingerprint, org, time }) => ({
    id,
    packageHash: hash as PackageHash,
    keyFingerprint: fingerprint as Fingerprint,
    orgId: partUuid<OrgId>(org),
    signedAt: partTime(time),
  }),
  codec: rowCodec(signatureRow("id", ROW_FIELDS)),
};

/** The group of a package's signatures. */
export function signatureGroup(packageHash: string): string {
  return packageHash.slice(0, 2);
}
