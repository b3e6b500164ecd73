import type { Listing, SignatureFilter, SigningKeyQuery, StoreReader } from "../store.ts";
import { formatPosition, parsePosition } from "../../domain/list_position.ts";
import type { Page } from "../../domain/list_slice.ts";
import { type StrictRow, strictRow } from "./columns.ts";
import type { Connection, Value } from "./connection.ts";
import {
  API_TOKENS,
  SIGNATURES,
  SIGNING_KEYS,
  type TableReader,
  TRUST_GRANTS,
  TRUSTED_KEYS,
} from "./records.ts";
import * as statements from "./statements.ts";
import { hexRange, uuidBytes, uuidRange, uuidsJson } from "./values.ts";

/** Runs a look at the tables: all that one look reads is of one moment. */
export type Look = <Result>(look: (connection: Connection) => Result) => Promise<Result>;

/** Reads records with `look`; `path` is the database that errors name. */
export function sqliteReader(look: Look, path: string): StoreReader {
  const select = <Record>(table: TableReader<Record>, sql: string, ...values: readonly Value[]) =>
    look((connection) => recordsOf(connection, path, table, sql, values));
  const list = <Record>(
    table: TableReader<Record>,
    sql: statements.ListingStatements,
    page: Page,
    ...values: readonly Value[]
  ) => look((connection) => listingOf(connection, path, table, sql, page, values));
  return {
    signingKey: async (id) => {
      const [key] = await select(SIGNING_KEYS, statements.SIGNING_KEY_BY_ID, uuidBytes(id));
      return key ?? null;
    },
    signingKeysOf: (fingerprint) =>
      select(SIGNING_KEYS, statements.SIGNING_KEYS_BY_FINGERPRINT, fingerprint),
    findSigningKeys: (query, limit) => {
      const [sql, ...values] = signingKeyQuery(query);
      return select(SIGNING_KEYS, sql, ...values, limit);
    },
    listSigningKeys: ({ orgId, includeRevoked }, page) => {
      const sql = statements.signingKeyListing(orgId !== null, includeRevoked);
      return list(SIGNING_KEYS, sql, page, ...given(orgId, uuidBytes));
    },
    findTrustedKeys: (fingerprint, orgIds) =>
      select(
        TRUSTED_KEYS,
        statements.trustedKeysByFingerprint(orgIds !== null),
        ...[fingerprint, ...given(orgIds, uuidsJson)],
      ),
    meantTrustedKeys: ({ orgId, isRevoked, names, prefix }, limit) =>
      select(
        TRUSTED_KEYS,
        statements.meantTrustedKeys(isRevoked),
        ...[uuidBytes(orgId), JSON.stringify(names)],
        ...[...(prefix === null ? NO_TEXT : hexRange(prefix)), limit],
      ),
    listTrustedKeys: ({ orgIds, includeRevoked }, page) => {
      const [orgId] = orgIds;
      const hasOneOrg = orgId !== undefined && orgIds.length === 1;
      const sql = statements.trustedKeyListing(hasOneOrg, includeRevoked);
      return list(TRUSTED_KEYS, sql, page, hasOneOrg ? uuidBytes(orgId) : uuidsJson(orgIds));
    },
    listTrustGrants: ({ orgId, side }) =>
      select(TRUST_GRANTS, statements.trustGrants(side), uuidBytes(orgId)),
    signaturesOf: (packageHash) => select(SIGNATURES, statements.SIGNATURES_OF, packageHash),
    listSignatures: ({ orgId, fingerprint }: SignatureFilter, page) => {
      const sql = statements.signatureListing(orgId !== null, fingerprint !== null);
      const values = [...given(orgId, uuidBytes), ...given(fingerprint, (text) => text)];
      return list(SIGNATURES, sql, page, ...values);
    },
    apiToken: async (id) => {
      const [token] = await select(API_TOKENS, statements.API_TOKEN_BY_ID, uuidBytes(id));
      return token ?? null;
    },
    findApiToken: async (tokenHash) => {
      const [token] = await select(API_TOKENS, statements.API_TOKEN_BY_HASH, tokenHash);
      return token ?? null;
    },
    listApiTokens: ({ orgId, includeRevoked }, page) => {
      const sql = statements.apiTokenListing(orgId !== null, includeRevoked);
      return list(API_TOKENS, sql, page, ...given(orgId, uuidBytes));
    },
  };
}

/** The statement and all its values but the limit. */
function signingKeyQuery(query: SigningKeyQuery): readonly [string, ...Value[]] {
  if ("name" in query) {
    return [statements.SIGNING_KEY_BY_NAME, uuidBytes(query.orgId), query.name];
  }
  const { orgId, prefix } = query;
  const values = [...uuidRange(prefix), ...hexRange(prefix), ...given(orgId, uuidBytes)];
  return [statements.signingKeysByPrefix(orgId !== null), ...values];
}

/** The value of a filter, or none. */
function given<Filter>(filter: Filter | null, toValue: (filter: Filter) => Value): Value[] {
  return filter === null ? [] : [toValue(filter)];
}

/** A range that no text is in. */
const NO_TEXT = ["", ""] as const;

function recordsOf<Record>(
  connection: Connection,
  path: string,
  { table, toRecord }: TableReader<Record>,
  sql: string,
  values: readonly Value[],
): readonly Record[] {
  return connection.rows(sql, ...values).map((row) => toRecord(strictRow(row, table, path)));
}

function listingOf<Record>(
  connection: Connection,
  path: string,
  table: TableReader<Record>,
  { page, pageAfter, total, time }: statements.ListingStatements,
  { limit, offset, after }: Page,
  values: readonly Value[],
): Listing<Record> {
  const start = after === undefined ? null : parsePosition(after);
  // One more tells whether others follow.
  const found = start === null
    ? connection.rows(page, ...values, limit + 1, offset)
    : connection.rows(pageAfter, ...values, start.time, uuidBytes(start.id), limit + 1, 0);
  const rows = found.map((row) => strictRow(row, table.table, path));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const [count] = connection.rows(total, ...values);
  return {
    rows: rows.slice(0, limit).map(table.toRecord),
    total: Number(count?.["total"]),
    ...(last !== undefined && { next: positionOf(last, time) }),
  };
}

/** As the text that rows are sorted by: others may have written it to the nanosecond. */
function positionOf(row: StrictRow, time: string): string {
  return formatPosition({ time: row.text(time), id: row.uuid("id") });
}
