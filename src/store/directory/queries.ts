import type { ApiTokenHash, ApiTokenId, ApiTokenRecord } from "../../domain/api_token.ts";
import { isDamaged } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { KeyId, OrgId } from "../../domain/ids.ts";
import type { Organisation } from "../../domain/organisation.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type {
  MinimumVersionRecord,
  SignatureRecord,
  SigningKeyRecord,
  StatementRecord,
  TrustedKeyRecord,
  TrustGrantRecord,
} from "../../domain/records.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import type { SigningKeyQuery, TrustedKeyQuery } from "../store.ts";
import { API_TOKENS, apiTokenGroup, type ApiTokenPart } from "./api_tokens.ts";
import {
  type Choice,
  chooseRows,
  findFiles,
  findRow,
  type FoundRow,
  partsOf,
  type Selection,
} from "./rows.ts";
import { MINIMUM_VERSIONS, type MinimumVersionPart } from "./minimum_versions.ts";
import { signatureGroup, type SignaturePart, SIGNATURES } from "./signatures.ts";
import { namePart, SIGNING_KEYS, signingKeyGroup, type SigningKeyPart } from "./signing_keys.ts";
import { statementGroup, type StatementPart, STATEMENTS } from "./statements.ts";
import { TRUST_GRANTS, trustGrantGroup, type TrustGrantPart } from "./trust_grants.ts";
import { TRUSTED_KEYS, trustedKeyGroup, type TrustedKeyPart } from "./trusted_keys.ts";
import type { View } from "./view.ts";

/** The signing key of an id: the names of one group, and one file. */
export function findSigningKey(
  view: View,
  id: KeyId,
): FoundRow<SigningKeyRecord, SigningKeyPart> | null {
  return findRow(view, SIGNING_KEYS, { ...hasId(id), groups: [signingKeyGroup(id)] });
}

/** The signing keys of one key pair: the names of all, and the files of these. */
export function signingKeysOf(
  view: View,
  fingerprint: Fingerprint,
): readonly ReadRow<SigningKeyRecord>[] {
  return chooseRows(view, SIGNING_KEYS, hasFingerprint(fingerprint));
}

/** The signing keys that match: reads the names of all, and the files of these. */
export function findSigningKeys(
  view: View,
  query: SigningKeyQuery,
  limit: number,
): readonly ReadRow<SigningKeyRecord>[] {
  const choice = "name" in query
    ? hasName(query.orgId, namePart(query.name))
    : beginsWith(query.orgId, query.prefix);
  return chooseRows(view, SIGNING_KEYS, { choice, groups: null, limit });
}

/**
 * The row of a key that an organisation trusts, or once did, by its ID or its fingerprint: the names of its group, and
 * one file.
 */
export function findTrustedKey(
  view: View,
  orgId: OrgId,
  key: Selection<"fingerprint">,
): FoundRow<TrustedKeyRecord, TrustedKeyPart> | null {
  return findRow(view, TRUSTED_KEYS, { ...key, groups: [trustedKeyGroup(orgId)] });
}

/** The rows of organisations (null: of all) for these keys: the names of their groups, and the files of these. */
export function trustedKeysOf(
  view: View,
  orgIds: readonly OrgId[] | null,
  fingerprints: ReadonlySet<string>,
): readonly ReadRow<TrustedKeyRecord>[] {
  const choice = ({ fingerprint }: { fingerprint: string }) => fingerprints.has(fingerprint);
  return chooseRows(view, TRUSTED_KEYS, { choice, groups: orgIds && orgIds.map(trustedKeyGroup) });
}

/** The rows of an organisation that a reference matches: reads all files of its group, which alone hold the names. */
export function meantTrustedKeys(
  view: View,
  { orgId, isRevoked, names, prefix, id }: TrustedKeyQuery,
  limit: number,
): readonly ReadRow<TrustedKeyRecord>[] {
  const isMeant = (row: ReadRow<TrustedKeyRecord>) => {
    const { name, fingerprint, id: own } = isDamaged(row) ? row.intact : row;
    return own === id || (name != null && names.includes(name)) ||
      (prefix !== null && fingerprint !== undefined && fingerprint.startsWith(prefix));
  };
  const choice = ({ status }: { status: string }) => (status !== "active") === isRevoked;
  const groups = [trustedKeyGroup(orgId)];
  return chooseRows(view, TRUSTED_KEYS, { choice, groups }).filter(isMeant).slice(0, limit);
}

/** The grant from a parent to a child: the names of one group, and one file. */
export function findTrustGrant(
  view: View,
  parent: OrgId,
  child: OrgId,
): FoundRow<TrustGrantRecord, TrustGrantPart> | null {
  return findRow(view, TRUST_GRANTS, {
    choice: (parts) => parts.parent === parent && parts.child === child,
    groups: [trustGrantGroup(parent)],
  });
}

/** Grants that organisations gave: the names of their groups. Grants that they got: the names of all. */
export function findTrustGrants(
  view: View,
  orgIds: ReadonlySet<string>,
  side: "parent" | "child",
): readonly ReadRow<TrustGrantRecord>[] {
  const groups = side === "parent" ? [...new Set([...orgIds].map(trustGrantGroup))] : null;
  return chooseRows(view, TRUST_GRANTS, { choice: (parts) => orgIds.has(parts[side]), groups });
}

/** Every organisation that a key or a grant names, with how many active keys it has: the names of all. */
export function findOrganisations(view: View): readonly Organisation[] {
  const signing = countActive(partsOf(view, SIGNING_KEYS));
  const trusted = countActive(partsOf(view, TRUSTED_KEYS));
  const grants = partsOf(view, TRUST_GRANTS).flatMap(({ parent, child }) => [parent, child]);
  const orgIds = new Set([...signing.keys(), ...trusted.keys(), ...grants]);
  return [...orgIds].sort().map((orgId) => ({
    orgId: orgId as OrgId,
    signingKeys: signing.get(orgId) ?? 0,
    trustedKeys: trusted.get(orgId) ?? 0,
  }));
}

/** The signature of a package by a key: the names of one group, and one file. */
export function findSignature(
  view: View,
  hash: PackageHash,
  fingerprint: Fingerprint,
): FoundRow<SignatureRecord, SignaturePart> | null {
  return findRow(view, SIGNATURES, {
    choice: (parts) => parts.hash === hash && parts.fingerprint === fingerprint,
    groups: [signatureGroup(hash)],
  });
}

/** The signature of an id: the names of all, and one file. */
export function findSignatureById(
  view: View,
  id: string,
): FoundRow<SignatureRecord, SignaturePart> | null {
  return findRow(view, SIGNATURES, hasId(id));
}

/** The signatures of a package: the names of one group, and the files of these. */
export function findSignatures(
  view: View,
  hash: PackageHash,
  limit?: number,
): readonly ReadRow<SignatureRecord>[] {
  const groups = [signatureGroup(hash)];
  return chooseRows(view, SIGNATURES, { choice: (parts) => parts.hash === hash, groups, limit });
}

/** What the signer of a package states of it: the names of one group, and one file. */
export function findStatement(
  view: View,
  hash: PackageHash,
  fingerprint: Fingerprint,
): FoundRow<StatementRecord, StatementPart> | null {
  return findRow(view, STATEMENTS, {
    choice: (parts) => parts.hash === hash && parts.fingerprint === fingerprint,
    groups: [statementGroup(hash)],
  });
}

/** The statement of an id: the names of all, and one file. */
export function findStatementById(
  view: View,
  id: string,
): FoundRow<StatementRecord, StatementPart> | null {
  return findRow(view, STATEMENTS, hasId(id));
}

/** What is stated of packages, by these signers or all: the names of the packages' groups, and the files of these. */
export function findStatements(
  view: View,
  hashes: ReadonlySet<string>,
  signers?: ReadonlySet<string>,
): readonly ReadRow<StatementRecord>[] {
  const groups = [...new Set([...hashes].map(statementGroup))];
  const choice = ({ hash, fingerprint }: Readonly<Record<StatementPart, string>>) =>
    hashes.has(hash) && (signers?.has(fingerprint) ?? true);
  return chooseRows(view, STATEMENTS, { choice, groups });
}

/** An organisation's minimum versions of these names: the names of its group, and the files of these. */
export function findMinimumVersions(
  view: View,
  orgId: OrgId,
  names: readonly string[],
): readonly ReadRow<MinimumVersionRecord>[] {
  const wanted = new Set(names.map(namePart));
  return chooseRows(view, MINIMUM_VERSIONS, {
    choice: (parts) => wanted.has(parts.name),
    groups: [orgId],
  });
}

/** An organisation's minimum version of a name: the names of its group, and one file. */
export function findMinimumVersion(
  view: View,
  orgId: OrgId,
  name: string,
): FoundRow<MinimumVersionRecord, MinimumVersionPart> | null {
  return findRow(view, MINIMUM_VERSIONS, isNamed(orgId, name));
}

/** Every file that claims to be an organisation's minimum version of a name: the names of its group, and these files. */
export function minimumVersionFiles(
  view: View,
  orgId: OrgId,
  name: string,
): readonly FoundRow<MinimumVersionRecord, MinimumVersionPart>[] {
  return findFiles(view, MINIMUM_VERSIONS, isNamed(orgId, name));
}

/** The API token of a hash: the names of one group, and one file. */
export function findApiTokenByHash(
  view: View,
  tokenHash: ApiTokenHash,
): FoundRow<ApiTokenRecord, ApiTokenPart> | null {
  const groups = [apiTokenGroup(tokenHash)];
  return findRow(view, API_TOKENS, { choice: (parts) => parts.hash === tokenHash, groups });
}

/** The API token of an id: the names of all, and one file. */
export function findApiTokenById(
  view: View,
  id: ApiTokenId,
): FoundRow<ApiTokenRecord, ApiTokenPart> | null {
  return findRow(view, API_TOKENS, hasId(id));
}

function isNamed(orgId: OrgId, name: string): Selection<MinimumVersionPart> {
  const wanted = namePart(name);
  return { choice: (parts) => parts.name === wanted, groups: [orgId] };
}

/** The row of this ID. */
export function hasId(id: string): Selection<never> {
  return { choice: (parts) => parts.id === id, groups: null };
}

/** The rows of this key pair. */
export function hasFingerprint(fingerprint: Fingerprint): Selection<"fingerprint"> {
  return { choice: (parts) => parts.fingerprint === fingerprint, groups: null };
}

/** How many keys of each organisation are active: none of one that has only revoked ones. */
function countActive(
  keys: readonly { readonly org: string; readonly status: string }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { org, status } of keys) {
    counts.set(org, (counts.get(org) ?? 0) + (status === "active" ? 1 : 0));
  }
  return counts;
}

function hasName(orgId: OrgId, digest: string): Choice<SigningKeyPart> {
  return ({ org, name }) => org === orgId && name === digest;
}

function beginsWith(orgId: OrgId | null, prefix: string): Choice<SigningKeyPart> {
  return ({ org, id, fingerprint }) =>
    (orgId === null || org === orgId) &&
    (fingerprint.startsWith(prefix) || id.replaceAll("-", "").startsWith(prefix));
}
