import {
  LOWER_HEX_32_BYTES_SOURCE as SHA256,
  LOWER_UUID_SOURCE as UUID,
} from "../../domain/patterns.ts";
import * as z from "zod/mini";
import type { FieldTable } from "../../contract/record.ts";
import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { SEALED_SEED_LENGTH } from "../../crypto/sealing.ts";
import { sha256Hex } from "../../crypto/sha256.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { bytesField, ROW_FIELDS, rowCodec, uuidField } from "./document_fields.ts";
import { partTime, type RecordKind, STATUS, statusPart, TIME, timePart } from "./record_kind.ts";

const KEY: FieldTable<SigningKeyRecord> = {
  id: ["id", uuidField<KeyId>()],
  orgId: ["org_id", ROW_FIELDS.orgId],
  name: ["key_name", ROW_FIELDS.text],
  sealedSeed: ["encrypted_private_key", bytesField(SEALED_SEED_LENGTH)],
  publicKey: ["public_key", bytesField(KEY_LENGTH)],
  fingerprint: ["key_fingerprint", ROW_FIELDS.fingerprint],
  createdAt: ["created_at", ROW_FIELDS.time],
  revokedAt: ["revoked_at", z.nullable(ROW_FIELDS.time)],
};

/** What a signing key's file name says; `name` is a digest of it. */
export type SigningKeyPart = "id" | "org" | "name" | "fingerprint" | "status";

/** Signing keys, as `signing_keys` has them; 256 groups by id. */
export const SIGNING_KEYS: RecordKind<SigningKeyRecord, SigningKeyPart> = {
  folder: "signing-keys",
  parts: { id: UUID, org: UUID, name: SHA256, fingerprint: SHA256, time: TIME, status: STATUS },
  identity: ["id"],
  groupOf: ({ id }) => signingKeyGroup(id),
  describe: (key) => ({
    id: key.id,
    org: key.orgId,
    name: namePart(key.name),
    fingerprint: key.fingerprint,
    time: timePart(key.createdAt),
    status: statusPart(key.revokedAt),
  }),
  named: ({ id, org, fingerprint, time }) => ({
    id: id as KeyId,
    orgId: org as OrgId,
    fingerprint: fingerprint as Fingerprint,
    createdAt: partTime(time),
  }),
  codec: rowCodec(KEY),
};

/** The group of a signing key. */
export function signingKeyGroup(id: string): string {
  return id.slice(0, 2);
}

/** A key's name as a part of a file name: no text of a user ever becomes one. */
export function namePart(name: string): string {
  return sha256Hex(new TextEncoder().encode(name));
}
