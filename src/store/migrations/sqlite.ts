/** Marks a database file as ours, in its header ("Cloa"); other applications have other numbers, or 0. */
export const APPLICATION_ID = 0x436c6f61;

/** The table of the engine's own migrations: where it is, the database is the engine's. */
export const ENGINE_MIGRATIONS_TABLE = "__diesel_schema_migrations";

/** What a table must have, so that every statement of ours works on it. */
export interface RequiredTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns that together are unique: what a row is recognised by when it is saved again. */
  readonly unique: readonly string[];
}

/** The four tables, as the engine's SQLite build has had them since its migration 020. */
export const REQUIRED_TABLES: readonly RequiredTable[] = [
  {
    name: "signing_keys",
    columns: [
      ...["id", "org_id", "key_name", "encrypted_private_key"],
      ...["public_key", "key_fingerprint", "created_at", "revoked_at"],
    ],
    unique: ["org_id", "key_name"],
  },
  {
    name: "trusted_keys",
    columns: [
      ...["id", "org_id", "key_fingerprint", "public_key"],
      ...["key_name", "trusted_at", "revoked_at"],
    ],
    unique: ["org_id", "key_fingerprint"],
  },
  {
    name: "key_trust_acls",
    columns: ["id", "parent_org_id", "child_org_id", "granted_at", "revoked_at"],
    unique: ["parent_org_id", "child_org_id"],
  },
  {
    name: "package_signatures",
    columns: ["id", "package_hash", "key_fingerprint", "signature", "signed_at", "org_id"],
    unique: ["package_hash", "key_fingerprint"],
  },
];

/** Our own table, of which the engine knows nothing. */
export const API_TOKENS_TABLE: RequiredTable = {
  name: "cloacina_api_tokens",
  columns: [
    ...["id", "token_hash", "name", "org_id", "role", "key_ids"],
    ...["created_at", "expires_at", "revoked_at"],
  ],
  unique: ["token_hash"],
};

const TABLES = [
  `CREATE TABLE signing_keys (
    id BLOB PRIMARY KEY NOT NULL,
    org_id BLOB NOT NULL,
    key_name TEXT NOT NULL,
    encrypted_private_key BLOB NOT NULL,
    public_key BLOB NOT NULL,
    key_fingerprint TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT,
    UNIQUE (org_id, key_name)
  )`,
  `CREATE TABLE trusted_keys (
    id BLOB PRIMARY KEY NOT NULL,
    org_id BLOB NOT NULL,
    key_fingerprint TEXT NOT NULL,
    public_key BLOB NOT NULL,
    key_name TEXT,
    trusted_at TEXT NOT NULL,
    revoked_at TEXT,
    UNIQUE (org_id, key_fingerprint)
  )`,
  `CREATE TABLE key_trust_acls (
    id BLOB PRIMARY KEY NOT NULL,
    parent_org_id BLOB NOT NULL,
    child_org_id BLOB NOT NULL,
    granted_at TEXT NOT NULL,
    revoked_at TEXT,
    UNIQUE (parent_org_id, child_org_id)
  )`,
  `CREATE TABLE package_signatures (
    id BLOB PRIMARY KEY NOT NULL,
    package_hash TEXT NOT NULL,
    key_fingerprint TEXT NOT NULL,
    signature BLOB NOT NULL,
    signed_at TEXT NOT NULL,
    org_id BLOB,
    UNIQUE (package_hash, key_fingerprint)
  )`,
];

/** The engine's own indexes. */
const INDEXES = [
  "CREATE INDEX idx_signing_keys_org ON signing_keys (org_id)",
  "CREATE INDEX idx_signing_keys_fingerprint ON signing_keys (key_fingerprint)",
  "CREATE INDEX idx_trusted_keys_org ON trusted_keys (org_id)",
  "CREATE INDEX idx_trusted_keys_fingerprint ON trusted_keys (key_fingerprint)",
  "CREATE INDEX idx_trust_acls_parent ON key_trust_acls (parent_org_id)",
  "CREATE INDEX idx_trust_acls_child ON key_trust_acls (child_org_id)",
  "CREATE INDEX idx_signatures_hash ON package_signatures (package_hash)",
  "CREATE INDEX idx_signatures_key ON package_signatures (key_fingerprint)",
  "CREATE INDEX idx_signatures_org ON package_signatures (org_id)",
];

/**
 * Indexes that the engine does not have: a page of a listing is read in its order, without sorting all rows. They are
 * made in a database of ours only; in the engine's, listings are sorted and everything else is as fast.
 */
const LISTING_INDEXES = [
  "CREATE INDEX idx_signing_keys_by_time ON signing_keys (created_at, id, revoked_at)",
  "CREATE INDEX idx_signing_keys_by_org_time ON signing_keys (org_id, created_at, id, revoked_at)",
  "CREATE INDEX idx_trusted_keys_by_org_time ON trusted_keys (org_id, trusted_at, id, revoked_at)",
  "CREATE INDEX idx_signatures_by_time ON package_signatures (signed_at, id)",
  "CREATE INDEX idx_signatures_by_org_time ON package_signatures (org_id, signed_at, id)",
  "CREATE INDEX idx_signatures_by_key_time ON package_signatures (key_fingerprint, signed_at, id)",
];

/** Makes our own table where it is missing, be the others the engine's or ours. */
export const CREATE_API_TOKENS: readonly string[] = [
  `CREATE TABLE cloacina_api_tokens (
    id BLOB PRIMARY KEY NOT NULL,
    token_hash TEXT NOT NULL,
    name TEXT,
    org_id BLOB,
    role TEXT NOT NULL,
    key_ids TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    UNIQUE (token_hash)
  )`,
  "CREATE INDEX idx_cloacina_api_tokens_org ON cloacina_api_tokens (org_id)",
];

/** Makes all tables in an empty database, one statement after another, and marks it as ours. */
export const CREATE_TABLES: readonly string[] = [
  `PRAGMA application_id = ${APPLICATION_ID}`,
  ...TABLES,
  ...INDEXES,
  ...LISTING_INDEXES,
  ...CREATE_API_TOKENS,
];
