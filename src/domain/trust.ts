import { CloacinaError } from "../errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import type { HashedPackage } from "./package_hash.ts";
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
  signature: PackageSignature,
  { name }: HashedPackage,
  trusted: readonly Key[],
): Key {
  const key = trusted.find(({ publicKey }) => publicKey.fingerprint === signature.keyFingerprint);
  if (key !== undefined) return key;
  throw new CloacinaError(
    "untrusted_signer",
    `Cannot verify ${name}: its signer ${signature.keyFingerprint} is not trusted`,
  );
}

/** What is stored about an organisation and a key. Unrelated grants and rows are ignored. */
export interface TrustFacts {
  readonly orgId: OrgId;
  readonly fingerprint: Fingerprint;
  readonly grants: readonly TrustGrantRecord[];
  readonly rows: readonly TrustedKeyRecord[];
}

/**
 * Whether an organisation trusts a key: trusted, directly or through a grant, with the rows that say so, its own first;
 * revoked by the organisation itself, which overrides every grant; or not trusted.
 */
export type Standing =
  | { readonly kind: "trusted"; readonly rows: readonly TrustedKeyRecord[] }
  | { readonly kind: "revoked"; readonly at: Date }
  | { readonly kind: "unknown" };

/** The maximum number of grants of one organisation in a list, or of organisations it grants trust to in an answer. */
export const MAX_GRANTS = 100_000;

/** The organisations that this one grants trust to now. Grants are not transitive. */
export function grantedOrgs(
  orgId: OrgId,
  grants: readonly TrustGrantRecord[],
): readonly OrgId[] {
  return grants
    .filter(({ parentOrgId, revokedAt }) => parentOrgId === orgId && revokedAt === null)
    .map(({ childOrgId }) => childOrgId);
}

/** Decides whether the organisation trusts the key. Compares fingerprints only: the caller validates the rows' keys. */
export function standingOf(facts: TrustFacts): Standing {
  const own = ownRow(facts);
  if (own !== null && own.revokedAt !== null) return { kind: "revoked", at: own.revokedAt };
  const granted = grantedRows(facts);
  const rows = own === null ? granted : [own, ...granted];
  return rows.length > 0 ? { kind: "trusted", rows } : { kind: "unknown" };
}

/** The organisation's own row for the key, revoked or not. */
export function ownRow({ orgId, fingerprint, rows }: TrustFacts): TrustedKeyRecord | null {
  return rows.find((row) => row.orgId === orgId && row.fingerprint === fingerprint) ?? null;
}

/** The active rows for the key in organisations that this one grants trust to. The engine accepts these in any case. */
export function grantedRows(
  { orgId, fingerprint, grants, rows }: TrustFacts,
): readonly TrustedKeyRecord[] {
  const granted = grantedOrgs(orgId, grants);
  return rows.filter((row) =>
    row.orgId !== orgId && granted.includes(row.orgId) &&
    row.fingerprint === fingerprint && row.revokedAt === null
  );
}
