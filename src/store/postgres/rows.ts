import {
  API_ROLES,
  type ApiTokenHash,
  type ApiTokenId,
  type ApiTokenRecord,
} from "../../domain/api_token.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import type { Parameter } from "./connection.ts";
import {
  bytesOf,
  digestOf,
  type Row,
  textOf,
  textOrNull,
  timeOf,
  timeOrNull,
  uuidOf,
  uuidOrNull,
  uuidsOrNull,
  wordOf,
} from "./row_fields.ts";

const SEALED_SEED_LENGTH = 60;
const PUBLIC_KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;

/** How one kind of record is a row of its table, both ways. */
export interface RowFormat<Kept> {
  readonly table: string;
  readonly columns: readonly string[];
  /** The column by which rows are oldest first. */
  readonly time: string;
  /** Throws `store_corrupt`, naming the row. */
  readonly read: (row: Row) => Kept;
  /** Values in the order of `columns`. */
  readonly write: (record: Kept) => readonly Parameter[];
}

export const SIGNING_KEY_ROWS: RowFormat<SigningKeyRecord> = {
  table: "signing_keys",
  columns: [
    ...["id", "org_id", "key_name", "encrypted_private_key", "public_key", "key_fingerprint"],
    ...["created_at", "revoked_at"],
  ],
  time: "created_at",
  read: (row) => ({
    id: uuidOf<KeyId>(row, "id"),
    orgId: uuidOf<OrgId>(row, "org_id"),
    name: textOf(row, "key_name"),
    sealedSeed: bytesOf(row, "encrypted_private_key", SEALED_SEED_LENGTH),
    publicKey: bytesOf(row, "public_key", PUBLIC_KEY_LENGTH),
    fingerprint: digestOf<Fingerprint>(row, "key_fingerprint"),
    createdAt: timeOf(row, "created_at"),
    revokedAt: timeOrNull(row, "revoked_at"),
  }),
  write: (key) => [
    ...[key.id, key.orgId, key.name, key.sealedSeed, key.publicKey, key.fingerprint],
    ...[timestamp(key.createdAt), timestampOrNull(key.revokedAt)],
  ],
};

export const TRUSTED_KEY_ROWS: RowFormat<TrustedKeyRecord> = {
  table: "trusted_keys",
  columns: [
    ...["id", "org_id", "key_fingerprint", "public_key", "key_name", "trusted_at", "revoked_at"],
  ],
  time: "trusted_at",
  read: (row) => ({
    id: uuidOf(row, "id"),
    orgId: uuidOf<OrgId>(row, "org_id"),
    fingerprint: digestOf<Fingerprint>(row, "key_fingerprint"),
    publicKey: bytesOf(row, "public_key", PUBLIC_KEY_LENGTH),
    name: textOrNull(row, "key_name"),
    trustedAt: timeOf(row, "trusted_at"),
    revokedAt: timeOrNull(row, "revoked_at"),
  }),
  write: (key) => [
    ...[key.id, key.orgId, key.fingerprint, key.publicKey, key.name],
    ...[timestamp(key.trustedAt), timestampOrNull(key.revokedAt)],
  ],
};

export const TRUST_GRANT_ROWS: RowFormat<TrustGrantRecord> = {
  table: "key_trust_acls",
  columns: ["id", "parent_org_id", "child_org_id", "granted_at", "revoked_at"],
  time: "granted_at",
  read: (row) => ({
    id: uuidOf(row, "id"),
    parentOrgId: uuidOf<OrgId>(row, "parent_org_id"),
    childOrgId: uuidOf<OrgId>(row, "child_org_id"),
    grantedAt: timeOf(row, "granted_at"),
    revokedAt: timeOrNull(row, "revoked_at"),
  }),
  write: (grant) => [
    ...[grant.id, grant.parentOrgId, grant.childOrgId],
    ...[timestamp(grant.grantedAt), timestampOrNull(grant.revokedAt)],
  ],
};

export const SIGNATURE_ROWS: RowFormat<SignatureRecord> = {
  table: "package_signatures",
  columns: ["id", "package_hash", "key_fingerprint", "signature", "signed_at", "org_id"],
  time: "signed_at",
  read: (row) => ({
    id: uuidOf(row, "id"),
    packageHash: digestOf<PackageHash>(row, "package_hash"),
    keyFingerprint: digestOf<Fingerprint>(row, "key_fingerprint"),
    signature: bytesOf(row, "signature", SIGNATURE_LENGTH),
    signedAt: timeOf(row, "signed_at"),
    orgId: uuidOrNull<OrgId>(row, "org_id"),
  }),
  write: (signature) => [
    ...[signature.id, signature.packageHash, signature.keyFingerprint, signature.signature],
    ...[timestamp(signature.signedAt), signature.orgId],
  ],
};

export const API_TOKEN_ROWS: RowFormat<ApiTokenRecord> = {
  table: "cloacina_api_tokens",
  columns: [
    ...["id", "token_hash", "name", "org_id", "role", "key_ids"],
    ...["created_at", "expires_at", "revoked_at"],
  ],
  time: "created_at",
  read: (row) => ({
    id: uuidOf<ApiTokenId>(row, "id"),
    tokenHash: digestOf<ApiTokenHash>(row, "token_hash"),
    name: textOrNull(row, "name"),
    orgId: uuidOrNull<OrgId>(row, "org_id"),
    role: wordOf(row, "role", API_ROLES),
    keyIds: uuidsOrNull<KeyId>(row, "key_ids"),
    createdAt: timeOf(row, "created_at"),
    expiresAt: timeOrNull(row, "expires_at"),
    revokedAt: timeOrNull(row, "revoked_at"),
  }),
  write: (token) => [
    ...[token.id, token.tokenHash, token.name, token.orgId, token.role],
    token.keyIds === null ? null : uuidArray(token.keyIds),
    timestamp(token.createdAt),
    ...[timestampOrNull(token.expiresAt), timestampOrNull(token.revokedAt)],
  ],
};

/** UUIDs as one parameter, in the form of a Postgres array. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(",")}}`;
}

/** A time as TIMESTAMP without zone has it, in UTC. */
export function timestamp(time: Date): string {
  return time.toISOString().replace("T", " ").replace("Z", "");
}

function timestampOrNull(time: Date | null): string | null {
  return time === null ? null : timestamp(time);
}
