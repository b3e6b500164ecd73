import * as z from "zod/mini";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import {
  bytesField,
  documentOf,
  sha256Field,
  textField,
  timeField,
  uuidField,
} from "./document_fields.ts";
import {
  type RecordKind,
  SHA256,
  STATUS,
  statusPart,
  TIME,
  timePart,
  UUID,
} from "./record_kind.ts";

const Document = documentOf({
  id: uuidField(),
  org_id: uuidField<OrgId>(),
  key_fingerprint: sha256Field<Fingerprint>(),
  public_key: bytesField(32),
  key_name: z.nullable(textField()),
  trusted_at: timeField(),
  revoked_at: z.nullable(timeField()),
});

/** What a trusted key's file name says. */
export type TrustedKeyPart = "fingerprint" | "org" | "status";

/** Trusted keys, as `trusted_keys` has them; a group for each organisation. */
export const TRUSTED_KEYS: RecordKind<TrustedKeyRecord, TrustedKeyPart> = {
  folder: "trusted-keys",
  parts: { fingerprint: SHA256, org: UUID, time: TIME, id: UUID, status: STATUS },
  identity: ["fingerprint", "org"],
  groupOf: ({ org }) => trustedKeyGroup(org),
  describe: (key) => ({
    fingerprint: key.fingerprint,
    org: key.orgId,
    time: timePart(key.trustedAt),
    id: key.id,
    status: statusPart(key.revokedAt),
  }),
  decode: (document) => {
    const fields = z.decode(Document, document as z.input<typeof Document>);
    return {
      id: fields.id,
      orgId: fields.org_id,
      fingerprint: fields.key_fingerprint,
      publicKey: fields.public_key,
      name: fields.key_name,
      trustedAt: fields.trusted_at,
      revokedAt: fields.revoked_at,
    };
  },
  encode: (key) =>
    z.encode(Document, {
      version: 1,
      id: key.id,
      org_id: key.orgId,
      key_fingerprint: key.fingerprint,
      public_key: key.publicKey,
      key_name: key.name,
      trusted_at: key.trustedAt,
      revoked_at: key.revokedAt,
    }),
};

/** The group of an organisation's trusted keys. */
export function trustedKeyGroup(orgId: string): string {
  return orgId;
}
