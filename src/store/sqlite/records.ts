import type { ApiTokenId, ApiTokenRecord } from "../../domain/api_token.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import { type StrictRow, textColumn } from "./columns.ts";

/** How rows of a table are selected and become records. */
export interface TableReader<Record> {
  readonly table: string;
  /** What stands between SELECT and FROM. */
  readonly columns: string;
  readonly toRecord: (row: StrictRow) => Record;
}

/** Bytes of an Ed25519 public key, of a signature, and of a seed that is sealed. */
const KEY = 32;
const SIGNATURE = 64;
const SEALED_SEED = 60;

export const SIGNING_KEYS: TableReader<SigningKeyRecord> = {
  table: "signing_keys",
  columns: columns(
    ["id", "org_id", "encrypted_private_key", "public_key"],
    ["key_name", "key_fingerprint", "created_at", "revoked_at"],
  ),
  toRecord: (row) => ({
    id: row.uuid("id") as KeyId,
    orgId: row.uuid("org_id") as OrgId,
    name: row.text("key_name"),
    sealedSeed: row.bytes("encrypted_private_key", SEALED_SEED),
    publicKey: row.bytes("public_key", KEY),
    fingerprint: row.fingerprint("key_fingerprint"),
    createdAt: row.time("created_at"),
    revokedAt: row.timeOrNull("revoked_at"),
  }),
};

export const TRUSTED_KEYS: TableReader<TrustedKeyRecord> = {
  table: "trusted_keys",
  columns: columns(
    ["id", "org_id", "public_key"],
    ["key_fingerprint", "key_name", "trusted_at", "revoked_at"],
  ),
  toRecord: (row) => ({
    id: row.uuid("id"),
    orgId: row.uuid("org_id") as OrgId,
    fingerprint: row.fingerprint("key_fingerprint"),
    publicKey: row.bytes("public_key", KEY),
    name: row.textOrNull("key_name"),
    trustedAt: row.time("trusted_at"),
    revokedAt: row.timeOrNull("revoked_at"),
  }),
};

export const TRUST_GRANTS: TableReader<TrustGrantRecord> = {
  table: "key_trust_acls",
  columns: columns(["id", "parent_org_id", "child_org_id"], ["granted_at", "revoked_at"]),
  toRecord: (row) => ({
    id: row.uuid("id"),
    parentOrgId: row.uuid("parent_org_id") as OrgId,
    childOrgId: row.uuid("child_org_id") as OrgId,
    grantedAt: row.time("granted_at"),
    revokedAt: row.timeOrNull("revoked_at"),
  }),
};

export const SIGNATURES: TableReader<SignatureRecord> = {
  table: "package_signatures",
  columns: columns(
    ["id", "signature", "org_id"],
    ["package_hash", "key_fingerprint", "signed_at"],
  ),
  toRecord: (row) => ({
    id: row.uuid("id"),
    packageHash: row.packageHash("package_hash"),
    keyFingerprint: row.fingerprint("key_fingerprint"),
    signature: row.bytes("signature", SIGNATURE),
    signedAt: row.time("signed_at"),
    orgId: row.uuidOrNull("org_id") as OrgId | null,
  }),
};

export const API_TOKENS: TableReader<ApiTokenRecord> = {
  table: "cloacina_api_tokens",
  columns: columns(
    ["id", "org_id"],
    ["token_hash", "name", "role", "key_ids", "created_at", "expires_at", "revoked_at"],
  ),
  toRecord: (row) => ({
    id: row.uuid("id") as ApiTokenId,
    tokenHash: row.tokenHash("token_hash"),
    name: row.textOrNull("name"),
    orgId: row.uuidOrNull("org_id") as OrgId | null,
    role: row.role("role"),
    keyIds: row.uuidsOrNull("key_ids") as readonly KeyId[] | null,
    createdAt: row.time("created_at"),
    expiresAt: row.timeOrNull("expires_at"),
    revokedAt: row.timeOrNull("revoked_at"),
  }),
};

function columns(bytes: readonly string[], texts: readonly string[]): string {
  return ["rowid AS row_number", ...bytes, ...texts.map(textColumn)].join(", ");
}
