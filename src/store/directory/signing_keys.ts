import * as z from "zod/mini";
import { sha256Stream } from "../../crypto/sha256.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
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
  id: uuidField<KeyId>(),
  org_id: uuidField<OrgId>(),
  key_name: textField(),
  encrypted_private_key: bytesField(60),
  public_key: bytesField(32),
  key_fingerprint: sha256Field<Fingerprint>(),
  created_at: timeField(),
  revoked_at: z.nullable(timeField()),
});

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
  decode: (document) => {
    const fields = z.decode(Document, document as z.input<typeof Document>);
    return {
      id: fields.id,
      orgId: fields.org_id,
      name: fields.key_name,
      sealedSeed: fields.encrypted_private_key,
      publicKey: fields.public_key,
      fingerprint: fields.key_fingerprint,
      createdAt: fields.created_at,
      revokedAt: fields.revoked_at,
    };
  },
  encode: (key) =>
    z.encode(Document, {
      version: 1,
      id: key.id,
      org_id: key.orgId,
      key_name: key.name,
      encrypted_private_key: key.sealedSeed,
      public_key: key.publicKey,
      key_fingerprint: key.fingerprint,
      created_at: key.createdAt,
      revoked_at: key.revokedAt,
    }),
};

/** The group of a signing key. */
export function signingKeyGroup(id: string): string {
  return id.slice(0, 2);
}

/** A key's name as a part of a file name: no text of a user ever becomes one. */
export function namePart(name: string): string {
  const hash = sha256Stream();
  hash.update(new TextEncoder().encode(name));
  return hash.digest().toHex();
}
