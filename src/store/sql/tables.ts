import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import { KEY_LENGTH, SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { SEALED_SEED_LENGTH } from "../../crypto/sealing.ts";
import { API_ROLES, type ApiTokenRecord } from "../../domain/api_token.ts";
import type {
  SignatureRecord,
  SigningKeyRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import type { Bytes } from "../../crypto/bytes.ts";

/** The values that columns hold, as records have them. UUIDs are in lower case. */
export interface ColumnValues {
  readonly uuid: string;
  readonly uuids: readonly string[];
  readonly text: string;
  readonly bytes: Bytes;
  readonly time: Date;
}

export type ColumnKind = keyof ColumnValues;

declare const value: unique symbol;

/** A column, whose values are `Value` in a record. */
export interface Column<Value = unknown> {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly isNullable: boolean;
  /** The most characters of a text. */
  readonly maxLength: number;
  /** Whether a value of the kind is valid in this column. */
  readonly isValid: (value: never) => boolean;
  /** What a value is, as in "its org_id is not …". */
  readonly what: string;
  readonly [value]?: Value;
}

/**
 * An index that is there for speed alone; one that is `onlyActive`, of rows that are not revoked, is in Postgres alone.
 */
export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly onlyActive?: true;
}

/** A table: a column for each field of its records, in this order. Its primary key is `id`. */
export interface Table<Row = unknown> {
  readonly name: string;
  readonly columns: { readonly [Field in keyof Row]-?: Column<Row[Field]> };
  /** The columns of its one unique constraint: a row that has the same is the one that is replaced. */
  readonly unique: readonly string[];
  /** The column by which rows are oldest first. */
  readonly time: string;
  readonly indexes: readonly Index[];
  /**
   * Indexes that the engine does not have: a page of a listing is read in its order, without sorting all rows. They are
   * made with tables of ours; in the engine's, listings are sorted and everything else is as fast.
   */
  readonly listingIndexes: readonly Index[];
}

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

/** The engine's four tables, as its migrations 010, 020 (SQLite) and 023 leave them. */
export const SIGNING_TABLES: readonly Table[] = [
  SIGNING_KEYS,
  TRUSTED_KEYS,
  TRUST_GRANTS,
  SIGNATURES,
];

/** The columns of a table, in order. */
export function columnsOf(table: Table): readonly Column[] {
  return Object.values(table.columns);
}

function uuid<Id extends string>(name: string): Column<Id> {
  return column(name, "uuid", "a UUID");
}

function uuids<Id extends string>(name: string): Column<readonly Id[]> {
  return column(name, "uuids", "a list of UUIDs");
}

function text(name: string): Column<string> {
  return column(name, "text", "text");
}

function time(name: string): Column<Date> {
  const isValid = (value: Date) => value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9999;
  return { ...column(name, "time", "a time in the years 1 to 9999"), isValid };
}

function bytes(name: string, length: number): Column<Bytes> {
  const isValid = (value: Bytes) => value.length === length;
  return { ...column(name, "bytes", `${length} bytes`), isValid };
}

/** Lower-case hex. */
function sha256<Digest extends string>(name: string): Column<Digest> {
  const isValid = (value: string) => LOWER_HEX_32_BYTES.test(value);
  const what = "a SHA-256 digest (64 lower-case hex digits)";
  return { ...column(name, "text", what), maxLength: 64, isValid };
}

function word<Word extends string>(name: string, words: readonly Word[]): Column<Word> {
  const isValid = (value: string) => words.some((word) => word === value);
  return { ...column(name, "text", `one of ${words.join(", ")}`), maxLength: 16, isValid };
}

function orNull<Value>(column: Column<Value>): Column<Value | null> {
  return { ...column, isNullable: true };
}

function column<Value>(name: string, kind: ColumnKind, what: string): Column<Value> {
  return { name, kind, what, isNullable: false, maxLength: 255, isValid: () => true };
}
