import {
  API_TOKENS,
  SIGNATURES,
  SIGNING_KEYS,
  type TableReader,
  TRUST_GRANTS,
  TRUSTED_KEYS,
} from "./records.ts";

/** How a listing is read. */
export interface ListingStatements {
  /** The values of the listing, limit, offset. */
  readonly page: string;
  /** The values of the listing, the time and id that it goes on after, limit, offset. */
  readonly pageAfter: string;
  /** The values of the listing: how many rows there are in all. */
  readonly total: string;
  /** The column by which rows are oldest first. */
  readonly time: string;
}

/** Value: id. */
export const SIGNING_KEY_BY_ID = select(SIGNING_KEYS, "id = ?");

/** Value: fingerprint. */
export const SIGNING_KEYS_BY_FINGERPRINT = select(SIGNING_KEYS, "key_fingerprint = ?");

/** Values: organisation, name, limit. */
export const SIGNING_KEY_BY_NAME = `${select(SIGNING_KEYS, "org_id = ? AND key_name = ?")} LIMIT ?`;

/**
 * Values: lowest and highest id, first fingerprint and the one after the last, the organisation where there is one,
 * limit. The plus keeps SQLite from walking through all keys of the organisation.
 */
export function signingKeysByPrefix(hasOrg: boolean): string {
  const isMeant = "(id BETWEEN ? AND ? OR (key_fingerprint >= ? AND key_fingerprint < ?))";
  const condition = hasOrg ? `${isMeant} AND +org_id = ?` : isMeant;
  return `${select(SIGNING_KEYS, condition)} ${oldestFirst(SIGNING_KEYS, "created_at")} LIMIT ?`;
}

/** Values: the organisation where there is one. */
export function signingKeyListing(hasOrg: boolean, includeRevoked: boolean): ListingStatements {
  const conditions = [hasOrg ? "org_id = ?" : "", includeRevoked ? "" : "revoked_at IS NULL"];
  return listing(SIGNING_KEYS, "created_at", conditions);
}

/** Values: fingerprint, and the organisations as JSON where it is not about all of them. */
export function trustedKeysByFingerprint(hasOrgs: boolean): string {
  const isOfOrgs = " AND org_id IN (SELECT unhex(value) FROM json_each(?))";
  return select(TRUSTED_KEYS, `key_fingerprint = ?${hasOrgs ? isOfOrgs : ""}`);
}

/** Values: organisation, names as JSON, first fingerprint and the one after the last, limit. */
export function meantTrustedKeys(isRevoked: boolean): string {
  const isMeant = `org_id = ? AND revoked_at IS ${isRevoked ? "NOT NULL" : "NULL"} AND
    (key_name IN (SELECT value FROM json_each(?))
      OR (key_fingerprint >= ? AND key_fingerprint < ?))`;
  return `${select(TRUSTED_KEYS, isMeant)} ${oldestFirst(TRUSTED_KEYS, "trusted_at")} LIMIT ?`;
}

/** Values: the one organisation, or several as JSON. */
export function trustedKeyListing(hasOneOrg: boolean, includeRevoked: boolean): ListingStatements {
  const isOfOrg = hasOneOrg ? "org_id = ?" : "org_id IN (SELECT unhex(value) FROM json_each(?))";
  return listing(TRUSTED_KEYS, "trusted_at", [
    isOfOrg,
    includeRevoked ? "" : "revoked_at IS NULL",
  ]);
}

/** Value: organisation. */
export function trustGrants(side: "parent" | "child"): string {
  const condition = `${side}_org_id = ?`;
  return `${select(TRUST_GRANTS, condition)} ${oldestFirst(TRUST_GRANTS, "granted_at")}`;
}

/**
 * Value: hash. The engine asks in these words and without an order as well, so that the rows come as it would meet
 * them.
 */
export const SIGNATURES_OF = select(SIGNATURES, "package_hash = ?");

/** Values: the organisation where there is one, the fingerprint where there is one. */
export function signatureListing(hasOrg: boolean, hasFingerprint: boolean): ListingStatements {
  const conditions = [hasOrg ? "org_id = ?" : "", hasFingerprint ? "key_fingerprint = ?" : ""];
  return listing(SIGNATURES, "signed_at", conditions);
}

/** Value: id. */
export const API_TOKEN_BY_ID = select(API_TOKENS, "id = ?");

/** Value: hash. */
export const API_TOKEN_BY_HASH = select(API_TOKENS, "token_hash = ?");

/** Values: the organisation where there is one. */
export function apiTokenListing(hasOrg: boolean, includeRevoked: boolean): ListingStatements {
  const conditions = [hasOrg ? "org_id = ?" : "", includeRevoked ? "" : "revoked_at IS NULL"];
  return listing(API_TOKENS, "created_at", conditions);
}

/** Changes nothing where the organisation has a key of this name. */
export const ADD_SIGNING_KEY = `INSERT INTO signing_keys
  (id, org_id, key_name, encrypted_private_key, public_key, key_fingerprint, created_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (org_id, key_name) DO NOTHING`;

/** Values: time, id. */
export const REVOKE_SIGNING_KEY =
  "UPDATE signing_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";

/** Values: sealed seed, id. */
export const REPLACE_SEALED_SEED = "UPDATE signing_keys SET encrypted_private_key = ? WHERE id = ?";

export const SAVE_TRUSTED_KEY = `INSERT INTO trusted_keys
  (id, org_id, key_fingerprint, public_key, key_name, trusted_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (org_id, key_fingerprint) DO UPDATE
  SET key_name = excluded.key_name, trusted_at = excluded.trusted_at, revoked_at = NULL`;

/** Values: time, organisation, fingerprint. */
export const REVOKE_TRUSTED_KEY = `UPDATE trusted_keys SET revoked_at = ?
  WHERE org_id = ? AND key_fingerprint = ? AND revoked_at IS NULL`;

export const SAVE_TRUST_GRANT = `INSERT INTO key_trust_acls
  (id, parent_org_id, child_org_id, granted_at, revoked_at)
  VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (parent_org_id, child_org_id) DO UPDATE
  SET granted_at = excluded.granted_at, revoked_at = NULL`;

/** Values: time, parent, child. */
export const REVOKE_TRUST_GRANT = `UPDATE key_trust_acls SET revoked_at = ?
  WHERE parent_org_id = ? AND child_org_id = ? AND revoked_at IS NULL`;

export const SAVE_SIGNATURE = `INSERT INTO package_signatures
  (id, package_hash, key_fingerprint, signature, signed_at, org_id)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (package_hash, key_fingerprint) DO UPDATE
  SET signature = excluded.signature, signed_at = excluded.signed_at, org_id = excluded.org_id`;

/** Changes nothing where the row is another organisation's. */
export const IMPORT_SIGNATURE = `${SAVE_SIGNATURE}
  WHERE package_signatures.org_id IS NULL OR package_signatures.org_id = excluded.org_id`;

/** Changes nothing where there is a token of this id or of this hash. */
export const ADD_API_TOKEN = `INSERT INTO cloacina_api_tokens
  (id, token_hash, name, org_id, role, key_ids, created_at, expires_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

/** Values: time, id. */
export const REVOKE_API_TOKEN =
  "UPDATE cloacina_api_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";

function select({ table, columns }: TableReader<unknown>, condition: string): string {
  return `SELECT ${columns} FROM ${table} WHERE ${condition}`;
}

function listing(
  reader: TableReader<unknown>,
  time: string,
  conditions: readonly string[],
): ListingStatements {
  const condition = conditions.filter((text) => text !== "").join(" AND ") || "TRUE";
  const { table } = reader;
  const after = `${condition} AND (${table}.${time}, ${table}.id) > (?, ?)`;
  const slice = `${oldestFirst(reader, time)} LIMIT ? OFFSET ?`;
  return {
    page: `${select(reader, condition)} ${slice}`,
    pageAfter: `${select(reader, after)} ${slice}`,
    total: `SELECT count(*) AS total FROM ${table} WHERE ${condition}`,
    time,
  };
}

/**
 * Times of one form sort as text: "+" comes before the "." of a fraction, and that before every digit. The table's name
 * keeps SQLite from sorting by what the column is selected as.
 */
function oldestFirst({ table }: TableReader<unknown>, time: string): string {
  return `ORDER BY ${table}.${time}, ${table}.id`;
}
