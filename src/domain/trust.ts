import type { Ed25519Verifier } from "../crypto/ed25519.ts";
import { CloacinaError } from "../errors.ts";
import { type Damaged, fieldsOf, isDamaged, isSound, type Stored } from "./damaged.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import { type HashedPackage, packageHashBytes } from "./package_hash.ts";
import type { PublicKey } from "./public_key.ts";
import type { TrustedKeyRecord, TrustGrantRecord } from "./records.ts";
import type { PackageSignature } from "./signature.ts";

/** A trusted public key, and the source of the trust: a file, or an organisation. */
export interface TrustedKey {
  readonly publicKey: PublicKey;
  readonly source: string;
}

/** Requires a signature over this package's hash. Throws `package_tampered`. */
export function requireSameHash(signature: PackageSignature, { name, hash }: HashedPackage): void {
  if (signature.packageHash === hash) return;
  throw new CloacinaError(
    "package_tampered",
    `Cannot verify ${name}: its hash is ${hash}, and the signature is for ${signature.packageHash}`,
    { hint: "this is not the file that was signed; download the package and its signature again" },
  );
}

/** The trusted key that the signature names. Throws `untrusted_signer` if no trusted key has its fingerprint. */
export function requireTrustedKey<Key extends TrustedKey>(
  signature: Pick<PackageSignature, "keyFingerprint">,
  { name }: Pick<HashedPackage, "name">,
  trusted: readonly Key[],
): Key {
  const { keyFingerprint } = signature;
  const key = trusted.find(({ publicKey }) => publicKey.fingerprint === keyFingerprint);
  if (key === undefined) throw untrustedSigner(signature, name);
  return key;
}

/** The `untrusted_signer` of what is called `name`. */
export function untrustedSigner(
  { keyFingerprint }: Pick<PackageSignature, "keyFingerprint">,
  name: string,
): CloacinaError {
  return new CloacinaError(
    "untrusted_signer",
    `Cannot verify ${name}: its signer ${keyFingerprint} is not trusted`,
    // What came with the package may be of whoever replaced it, so nothing here leads to trusting that.
    {
      hint:
        "someone else may have signed it: ask its author, over another channel, which key they sign with",
    },
  );
}

/** Requires that the signature holds for this package, by a verifier of the signer's key. Throws `invalid_signature`. */
export async function requireGenuine(
  { signature }: PackageSignature,
  { name, hash }: HashedPackage,
  verify: Ed25519Verifier,
): Promise<void> {
  if (!await verify(packageHashBytes(hash), signature)) throw invalidSignature(name);
}

/** The `invalid_signature` of what is called `name`. */
export function invalidSignature(name: string): CloacinaError {
  return new CloacinaError(
    "invalid_signature",
    `Cannot verify ${name}: the signature is not valid under the signer's key`,
  );
}

/** What is stored about an organisation and a key. Unrelated grants and rows are ignored. */
export interface TrustFacts {
  readonly orgId: OrgId;
  readonly fingerprint: Fingerprint;
  readonly grants: readonly Stored<TrustGrantRecord>[];
  readonly rows: readonly Stored<TrustedKeyRecord>[];
}

/**
 * Whether an organisation trusts a key: trusted, directly or through a grant, with the rows that say so, its own first;
 * revoked by the organisation itself, which overrides every grant; not trusted; or unclear, as a damaged row may say
 * otherwise.
 */
type Standing =
  | { readonly kind: "trusted"; readonly rows: readonly TrustedKeyRecord[] }
  | { readonly kind: "revoked"; readonly at: Date }
  | { readonly kind: "unclear"; readonly fault: string }
  | { readonly kind: "unknown" };

/** The maximum number of grants of one organisation in a list, or of organisations it grants trust to in an answer. */
export const MAX_GRANTS = 100_000;

/** The organisations that this one grants trust to now. Grants are not transitive; a damaged one grants nothing. */
export function grantedOrgs(
  orgId: OrgId,
  grants: readonly Stored<TrustGrantRecord>[],
): readonly OrgId[] {
  return grants.filter(isSound)
    .filter(({ parentOrgId, revokedAt }) => parentOrgId === orgId && revokedAt === null)
    .map(({ childOrgId }) => childOrgId);
}

/** Decides whether the organisation trusts the key. Compares fingerprints only: the caller validates the rows' keys. */
export function standingOf(facts: TrustFacts): Standing {
  const own = ownRow(facts);
  const damaged = rowsFor(facts, facts.orgId).find(isDamaged);
  const revokedAt = own?.revokedAt ?? damaged?.intact.revokedAt;
  if (revokedAt) return { kind: "revoked", at: revokedAt };
  if (damaged !== undefined) return { kind: "unclear", fault: faultOfKey(damaged) };
  const granted = grantedRows(facts);
  const rows = own === null ? granted : [own, ...granted];
  if (rows.length > 0) return { kind: "trusted", rows };
  const fault = doubtOf(facts);
  return fault === undefined ? { kind: "unknown" } : { kind: "unclear", fault };
}

/** The organisation's own row for the key, revoked or not; a damaged one is none. */
export function ownRow(facts: TrustFacts): TrustedKeyRecord | null {
  return rowsFor(facts, facts.orgId).find(isSound) ?? null;
}

/** The organisation's own rows for the key that are not known to be revoked, damaged ones among them. */
export function activeOwnRows(facts: TrustFacts): TrustFacts["rows"] {
  return rowsFor(facts, facts.orgId).filter((row) => !fieldsOf(row).revokedAt);
}

/** Whether a row is one of those by which the organisation trusts the key. */
export function countsAmong(facts: TrustFacts, { id }: TrustedKeyRecord): boolean {
  const standing = standingOf(facts);
  return standing.kind === "trusted" && standing.rows.some((row) => row.id === id);
}

/** Whether the organisation trusts the key, or a damaged row may make it do so. */
export function mayBeTrusted(facts: TrustFacts): boolean {
  return ["trusted", "unclear"].includes(standingOf(facts).kind);
}

/** The active rows for the key in organisations that this one grants trust to. The engine accepts these in any case. */
export function grantedRows(
  { orgId, fingerprint, grants, rows }: TrustFacts,
): readonly TrustedKeyRecord[] {
  const granted = new Set(grantedOrgs(orgId, grants));
  return rows.filter(isSound).filter((row) =>
    row.orgId !== orgId && granted.has(row.orgId) &&
    row.fingerprint === fingerprint && row.revokedAt === null
  );
}

/** The organisations whose rows bear on what this one trusts: its own, those it grants trust to, or may by a damaged grant. */
export function acceptedOrgs(orgId: OrgId, grants: TrustFacts["grants"]): readonly OrgId[] {
  const doubtful = grants.filter(mayCount).flatMap(({ intact }) => intact.childOrgId ?? []);
  return [...new Set([orgId, ...grantedOrgs(orgId, grants), ...doubtful])];
}

/** The rows for the key of one organisation. */
function rowsFor({ fingerprint, rows }: TrustFacts, orgId: OrgId): TrustFacts["rows"] {
  return rows.filter((row) => {
    const known = fieldsOf(row);
    return known.orgId === orgId && known.fingerprint === fingerprint;
  });
}

/** What is wrong with a damaged row by which the key may be trusted. */
function doubtOf({ orgId, fingerprint, grants, rows }: TrustFacts): string | undefined {
  const ofKey = rows.filter((row) => fieldsOf(row).fingerprint === fingerprint);
  const byOrg = Map.groupBy(ofKey, (row) => fieldsOf(row).orgId);
  const key = grantedOrgs(orgId, grants).flatMap((one) => byOrg.get(one) ?? []).find(mayCount);
  if (key !== undefined) return faultOfKey(key);
  const grant = grants.filter(mayCount)
    .find(({ intact: { childOrgId: child } }) => child === undefined || byOrg.has(child));
  return grant &&
    `the trust grant ${grant.intact.id ?? "without a valid id"} is damaged: ${grant.fault}`;
}

/** Whether a row is damaged, and is not known to be revoked. */
function mayCount<Row extends { readonly revokedAt: Date | null }>(
  row: Stored<Row>,
): row is Damaged<Row> {
  return isDamaged(row) && !row.intact.revokedAt;
}

function faultOfKey({ fault, intact: { orgId } }: Damaged<TrustedKeyRecord>): string {
  return `the row of organisation ${orgId} for it is damaged: ${fault}`;
}
