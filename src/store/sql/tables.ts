import { KEY_LENGTH, SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { SEALED_SEED_LENGTH } from "../../crypto/sealing.ts";
import { API_ROLES, type ApiTokenRecord } from "../../domain/api_token.ts";
import { VERSION_CLAIM } from "../../domain/claims.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import { MAX_STATEMENT_BYTES } from "../../domain/statement.ts";
import { OWN_TABLE_NAMES, type OwnTable } from "../schema_status.ts";
import {
  bytes,
  bytesUpTo,
  claim,
  orNull,
  sha256,
  type Table,
  text,
  time,
  uuid,
  uuids,
  word,
} from "./columns.ts";

export const SIGNING_KEYS: Table<SigningKeyRecord> = {
  name: "signing_keys",
  columns: {
    id: uuid("id"),
    orgId: uuid("org_id"),
    name: text("key_name"),
    sealedSeed: bytes("encrypted_private_key", SEALED_SEED_LENGTH),
    publicKey: bytes("public_key", KEY_LENGTH),
    fingerprint: sha256("key_fingerprint"),
    createdAt: time("created_at"),
    revokedAt: orNull(time("revoked_at")),
  },
  unique: ["org_id", "key_name"],
  time: "created_at",
  indexes: [
    { name: "idx_signing_keys_org", columns: ["org_id"] },
    { name: "idx_signing_keys_fingerprint", columns: ["key_fingerprint"] },
    { name: "idx_signing_keys_revoked", columns: ["revoked_at"], onlyActive: true },
  ],
  listingIndexes: [
    { name: "idx_signing_keys_by_time", columns: ["created_at", "id", "revoked_at"] },
    {
      name: "idx_signing_keys_by_org_time",
      columns: ["org_id", "created_at", "id", "revoked_at"],
    },
  ],
};

export const TRUSTED_KEYS: Table<TrustedKeyRecord> = {
  name: "trusted_keys",
  columns: {
    id: uuid("id"),
    orgId: uuid("org_id"),
    fingerprint: sha256("key_fingerprint"),
    publicKey: bytes("public_key", KEY_LENGTH),
    name: orNull(text("key_name")),
    trustedAt: time("trusted_at"),
    revokedAt: orNull(time("revoked_at")),
  },
  unique: ["org_id", "key_fingerprint"],
  time: "trusted_at",
  indexes: [
    { name: "idx_trusted_keys_org", columns: ["org_id"] },
    { name: "idx_trusted_keys_fingerprint", columns: ["key_fingerprint"] },
    { name: "idx_trusted_keys_revoked", columns: ["revoked_at"], onlyActive: true },
  ],
  listingIndexes: [
    {
      name: "idx_trusted_keys_by_org_time",
      columns: ["org_id", "trusted_at", "id", "revoked_at"],
    },
  ],
};

export const TRUST_GRANTS: Table<TrustGrantRecord> = {
  name: "key_trust_acls",
  columns: {
    id: uuid("id"),
    parentOrgId: uuid("parent_org_id"),
    childOrgId: uuid("child_org_id"),
    grantedAt: time("granted_at"),
    revokedAt: orNull(time("revoked_at")),
  },
  unique: ["parent_org_id", "child_org_id"],
  time: "granted_at",
  indexes: [
    { name: "idx_trust_acls_parent", columns: ["parent_org_id"] },
    { name: "idx_trust_acls_child", columns: ["child_org_id"] },
    { name: "idx_trust_acls_active", columns: ["parent_org_id", "child_org_id"], onlyActive: true },
  ],
  listingIndexes: [],
};

export const SIGNATURES: Table<SignatureRecord> = {
  name: "package_signatures",
  columns: {
    id: uuid("id"),
    packageHash: sha256("package_hash"),
    keyFingerprint: sha256("key_fingerprint"),
    signature: bytes("signature", SIGNATURE_LENGTH),
    signedAt: time("signed_at"),
    orgId: orNull(uuid("org_id")),
  },
  unique: ["package_hash", "key_fingerprint"],
  time: "signed_at",
  indexes: [
    { name: "idx_signatures_hash", columns: ["package_hash"] },
    { name: "idx_signatures_key", columns: ["key_fingerprint"] },
    { name: "idx_signatures_org", columns: ["org_id"] },
  ],
  listingIndexes: [
    { name: "idx_signatures_by_time", columns: ["signed_at", "id"] },
    { name: "idx_signatures_by_org_time", columns: ["org_id", "signed_at", "id"] },
    { name: "idx_signatures_by_key_time", columns: ["key_fingerprint", "signed_at", "id"] },
  ],
};

/** Our own table, of which the engine knows nothing: beside the engine's four, or beside four of ours. */
export const API_TOKENS: Table<ApiTokenRecord> = {
  name: "cloacina_api_tokens",
  columns: {
    id: uuid("id"),
    tokenHash: sha256("token_hash"),
    name: orNull(text("name")),
    orgId: orNull(uuid("org_id")),
    role: word("role", API_ROLES),
    keyIds: orNull(uuids("key_ids")),
    createdAt: time("created_at"),
    expiresAt: orNull(time("expires_at")),
    revokedAt: orNull(time("revoked_at")),
  },
  unique: ["token_hash"],
  time: "created_at",
  indexes: [{ name: "idx_cloacina_api_tokens_org", columns: ["org_id"] }],
  listingIndexes: [],
};

/** Our own table of what signers state of packages, a row at most for each row of `package_signatures`. */
export const STATEMENTS: Table<StatementRecord> = {
  name: "cloacina_statements",
  columns: {
    id: uuid("id"),
    packageHash: sha256("package_hash"),
    keyFingerprint: sha256("key_fingerprint"),
    payload: bytesUpTo("payload", MAX_STATEMENT_BYTES),
    signature: bytes("signature", SIGNATURE_LENGTH),
    storedAt: time("stored_at"),
  },
  unique: ["package_hash", "key_fingerprint"],
  time: "stored_at",
  indexes: [],
  listingIndexes: [],
};

/** Our own table of the versions below which organisations accept nothing. */
export const MINIMUM_VERSIONS: Table<MinimumVersionRecord> = {
  name: "cloacina_minimum_versions",
  columns: {
    id: uuid("id"),
    orgId: uuid("org_id"),
    name: claim("package_name", "name"),
    version: claim("package_version", VERSION_CLAIM),
    raisedAt: time("raised_at"),
  },
  unique: ["org_id", "package_name"],
  time: "raised_at",
  indexes: [],
  listingIndexes: [],
};

/** The engine's four tables, as its migrations 010, 020 (SQLite) and 023 leave them. */
export const SIGNING_TABLES: readonly Table[] = [
  SIGNING_KEYS,
  TRUSTED_KEYS,
  TRUST_GRANTS,
  SIGNATURES,
];

export const SIGNING_NAMES: readonly string[] = SIGNING_TABLES.map(({ name }) => name);

/** Our own tables beside these. What is in the way of one is told of it alone. */
export const OWN_TABLES: Readonly<Record<OwnTable, Table>> = {
  "API tokens": API_TOKENS,
  statements: STATEMENTS,
  "minimum versions": MINIMUM_VERSIONS,
};

/** All tables. */
export const TABLES: readonly Table[] = [...SIGNING_TABLES, ...Object.values(OWN_TABLES)];

/** What one of our own tables keeps; undefined for one of the engine's. */
export function ownTableOf({ name }: Pick<Table, "name">): OwnTable | undefined {
  return OWN_TABLE_NAMES.find((own) => OWN_TABLES[own].name === name);
}

/**
 * Whether a table has no rows where it is missing: nothing was ever stated, nor accepted. Without that of API tokens
 * nobody is let in, and whoever asks is told so.
 */
export function isEmptyWhereMissing(table: Pick<Table, "name">): boolean {
  return table.name === STATEMENTS.name || table.name === MINIMUM_VERSIONS.name;
}
