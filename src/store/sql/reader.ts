import type { OrgId } from "../../domain/ids.ts";
import type { SigningKeyRecord, TrustedKeyRecord } from "../../domain/records.ts";
import { soundReader } from "../sound_reader.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import type { MarkedReader, SigningKeyQuery, StoreReader, TrustedKeyQuery } from "../store.ts";
import { all, either, encodeValue, equals, isActive, isNoDigest } from "./conditions.ts";
import { organisations } from "./organisations.ts";
import { listRecords, selectRecord, selectRecords, walkRecords } from "./select.ts";
import type { Fragment, SqlSession } from "./session.ts";
import type { Column } from "./columns.ts";
import {
  API_TOKENS,
  MINIMUM_VERSIONS,
  SIGNATURES,
  SIGNING_KEYS,
  STATEMENTS,
  TRUST_GRANTS,
  TRUSTED_KEYS,
} from "./tables.ts";

const UUID_DIGITS = 32;

/** Reads records of all tables. */
export function sqlReader(session: SqlSession): StoreReader {
  return soundReader(markedReader(session));
}

function markedReader(session: SqlSession): MarkedReader {
  const { isOneOf } = session.dialect;
  const is = <Value>(column: Column<Value>, value: NoInfer<Value>) =>
    equals(session, column, value);
  const owned = (column: Column<OrgId | null>, orgId: OrgId | null, includeRevoked: boolean) =>
    all(orgId === null ? null : is(column, orgId), includeRevoked ? null : isActive);
  return {
    signingKey: (id) => selectRecord(session, SIGNING_KEYS, is(SIGNING_KEYS.columns.id, id)),
    signingKeysOf: (fingerprint) => {
      const where = is(SIGNING_KEYS.columns.fingerprint, fingerprint);
      return selectRecords(session, SIGNING_KEYS, { where });
    },
    findSigningKeys: (query, limit) => findSigningKeys(session, query, limit),
    listSigningKeys: ({ orgId, includeRevoked }, page) => {
      const where = owned(SIGNING_KEYS.columns.orgId, orgId, includeRevoked);
      return listRecords(session, SIGNING_KEYS, { where, page });
    },
    trustedKeysOf: (orgIds, fingerprints) => {
      const { columns } = TRUSTED_KEYS;
      const ofOrgs = orgIds === null ? null : isOneOf(columns.orgId, orgIds);
      const where = all(ofOrgs, isOneOf(columns.fingerprint, fingerprints));
      return selectRecords(session, TRUSTED_KEYS, { where });
    },
    meantTrustedKeys: (query, limit) => meantTrustedKeys(session, query, limit),
    listTrustedKeys: ({ orgIds, includeRevoked }, page) => {
      const ofOrgs = isOneOf(TRUSTED_KEYS.columns.orgId, orgIds);
      const where = all(ofOrgs, includeRevoked ? null : isActive);
      return listRecords(session, TRUSTED_KEYS, { where, page });
    },
    trustGrantsOf: (orgIds, side) => {
      const { parentOrgId, childOrgId } = TRUST_GRANTS.columns;
      const where = isOneOf(side === "parent" ? parentOrgId : childOrgId, orgIds);
      return selectRecords(session, TRUST_GRANTS, { where, isOrdered: true });
    },
    organisations: () => organisations(session),
    signature: (id) => selectRecord(session, SIGNATURES, is(SIGNATURES.columns.id, id)),
    // In no order, as the engine asks: then the first is the one that the engine would take.
    signaturesOf: (packageHash, limit) => {
      const where = is(SIGNATURES.columns.packageHash, packageHash);
      return selectRecords(session, SIGNATURES, { where, limit });
    },
    statementsOf: (hashes, signers) => {
      const { packageHash, keyFingerprint } = STATEMENTS.columns;
      const bySigners = signers &&
        either(isOneOf(keyFingerprint, signers), isNoDigest(keyFingerprint));
      const where = all(isOneOf(packageHash, hashes), bySigners ?? null);
      return selectRecords(session, STATEMENTS, { where });
    },
    minimumVersions: (orgId, names) => {
      const { columns } = MINIMUM_VERSIONS;
      const where = all(is(columns.orgId, orgId), isOneOf(columns.name, names));
      return selectRecords(session, MINIMUM_VERSIONS, { where });
    },
    listMinimumVersions: ({ orgId }, page) => {
      const where = is(MINIMUM_VERSIONS.columns.orgId, orgId);
      return listRecords(session, MINIMUM_VERSIONS, { where, page });
    },
    listSignatures: ({ orgId, fingerprint }, page) => {
      const { columns } = SIGNATURES;
      const where = all(
        orgId === null ? null : is(columns.orgId, orgId),
        fingerprint === null ? null : is(columns.keyFingerprint, fingerprint),
      );
      return listRecords(session, SIGNATURES, { where, page });
    },
    apiToken: (id) => selectRecord(session, API_TOKENS, is(API_TOKENS.columns.id, id)),
    findApiToken: (tokenHash) =>
      selectRecord(session, API_TOKENS, is(API_TOKENS.columns.tokenHash, tokenHash)),
    listApiTokens: ({ orgId, includeRevoked }, page) => {
      const where = owned(API_TOKENS.columns.orgId, orgId, includeRevoked);
      return listRecords(session, API_TOKENS, { where, page });
    },
    walkSigningKeys: (step) => walkRecords(session, SIGNING_KEYS, step),
    walkTrustedKeys: (step) => walkRecords(session, TRUSTED_KEYS, step),
    walkTrustGrants: (step) => walkRecords(session, TRUST_GRANTS, step),
    walkSignatures: (step) => walkRecords(session, SIGNATURES, step),
    walkApiTokens: (step) => walkRecords(session, API_TOKENS, step),
    walkStatements: (step) => walkRecords(session, STATEMENTS, step),
    walkMinimumVersions: (step) => walkRecords(session, MINIMUM_VERSIONS, step),
  };
}

/** Every condition is one that an index of the engine's serves. */
async function findSigningKeys(
  session: SqlSession,
  query: SigningKeyQuery,
  limit: number,
): Promise<readonly ReadRow<SigningKeyRecord>[]> {
  const { columns } = SIGNING_KEYS;
  if ("name" in query) {
    const { orgId, name } = query;
    const where = all(equals(session, columns.orgId, orgId), equals(session, columns.name, name));
    return await selectRecords(session, SIGNING_KEYS, { where, isOrdered: true, limit });
  }
  const { orgId, prefix } = query;
  const hasPrefix = await session.beginsWith(columns.fingerprint, prefix);
  const isMeant = either(idBeginsWith(session, columns.id, prefix), hasPrefix);
  const where = all(isMeant, orgId === null ? null : isOfOrg(session, orgId));
  return await selectRecords(session, SIGNING_KEYS, { where, isOrdered: true, limit });
}

/** The index to use is that of the ID or of the fingerprint. */
function isOfOrg({ dialect }: SqlSession, orgId: OrgId): Fragment {
  const column = SIGNING_KEYS.columns.orgId;
  return (bind) => `${dialect.withoutIndex(column)} = ${bind(encodeValue(dialect, column, orgId))}`;
}

/** One statement reads all that a reference may match. */
async function meantTrustedKeys(
  session: SqlSession,
  { orgId, isRevoked, names, prefix, id }: TrustedKeyQuery,
  limit: number,
): Promise<readonly ReadRow<TrustedKeyRecord>[]> {
  const { columns } = TRUSTED_KEYS;
  const hasPrefix = prefix === null ? null : await session.beginsWith(columns.fingerprint, prefix);
  const where = all(
    equals(session, columns.orgId, orgId),
    isRevoked ? () => "revoked_at is not null" : isActive,
    either(
      ...names.map((name) => equals(session, columns.name, name)),
      hasPrefix,
      id === null ? null : equals(session, columns.id, id),
    ),
  );
  return await selectRecords(session, TRUSTED_KEYS, { where, isOrdered: true, limit });
}

/** UUIDs sort as their digits do. Null where no UUID has so many. */
function idBeginsWith({ dialect }: SqlSession, { name }: Column, prefix: string): Fragment | null {
  if (prefix.length > UUID_DIGITS) return null;
  const { encode } = dialect.formats.uuid;
  return (bind) => {
    const lowest = bind(encode(prefix.padEnd(UUID_DIGITS, "0")));
    return `${name} between ${lowest} and ${bind(encode(prefix.padEnd(UUID_DIGITS, "f")))}`;
  };
}
