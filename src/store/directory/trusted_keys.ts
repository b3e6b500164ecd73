import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import * as z from "zod/mini";
import type { FieldTable } from "../../contract/record.ts";
import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import { bytesField, ROW_FIELDS, rowCodec } from "./document_fields.ts";
import { partTime, type RecordKind, STATUS, statusPart, TIME, timePart } from "./record_kind.ts";

const KEY: FieldTable<TrustedKeyRecord> = {
  id: ["id", ROW_FIELDS.rowId],
  orgId: ["org_id", ROW_FIELDS.orgId],
  fingerprint: ["key_fingerprint", ROW_FIELDS.fingerprint],
  publicKey: ["public_key", bytesField(KEY_LENGTH)],
  name: ["key_name", z.nullable(ROW_FIELDS.text)],
  trustedAt: ["trusted_at", ROW_FIELDS.time],
  revokedAt: ["revoked_at", z.nullable(ROW_FIELDS.time)],
};

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
  named: ({ id, org, fingerprint, time }) => ({
    id,
    orgId: org as OrgId,
    fingerprint: fingerprint as Fingerprint,
    trustedAt: partTime(time),
  }),
  codec: rowCodec(KEY),
};

/** The group of an organisation's trusted keys. */
export function trustedKeyGroup(orgId: string): string {
  return orgId;
}
