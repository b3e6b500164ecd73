import * as z from "zod/mini";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { bytesField, documentOf, sha256Field, timeField, uuidField } from "./document_fields.ts";
import {
  type RecordKind,
  SHA256,
  TIME,
  timePart,
  UUID,
  UUID_OR_NONE,
  uuidOrNonePart,
} from "./record_kind.ts";

const Document = documentOf({
  id: uuidField(),
  package_hash: sha256Field<PackageHash>(),
  key_fingerprint: sha256Field<Fingerprint>(),
  signature: bytesField(64),
  signed_at: timeField(),
  org_id: z.nullable(uuidField<OrgId>()),
});

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
  decode: (document) => {
    const fields = z.decode(Document, document as z.input<typeof Document>);
    return {
      id: fields.id,
      packageHash: fields.package_hash,
      keyFingerprint: fields.key_fingerprint,
      signature: fields.signature,
      signedAt: fields.signed_at,
      orgId: fields.org_id,
    };
  },
  encode: (signature) =>
    z.encode(Document, {
      version: 1,
      id: signature.id,
      package_hash: signature.packageHash,
      key_fingerprint: signature.keyFingerprint,
      signature: signature.signature,
      signed_at: signature.signedAt,
      org_id: signature.orgId,
    }),
};

/** The group of a package's signatures. */
export function signatureGroup(packageHash: string): string {
  return packageHash.slice(0, 2);
}
