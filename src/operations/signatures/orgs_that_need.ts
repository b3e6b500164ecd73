import { fieldsOf, isDamaged, isSound, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import { consistentKey } from "../../domain/key_fault.ts";
import type { SignatureRecord, TrustedKeyRecord, TrustGrantRecord } from "../../domain/records.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { acceptedOrgs, standingOf } from "../../domain/trust.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { StoreReader } from "../../store/store.ts";
import { isGoodUnder } from "./is_good_under.ts";
import { lookUpStatements, withStatement } from "./stored_statements.ts";

/** By what signatures are judged. */
interface Judging {
  /** The grants that each organisation gave. */
  readonly byParent: ReadonlyMap<OrgId | undefined, readonly Stored<TrustGrantRecord>[]>;
  /** The rows for each key of the organisations whose lists count. */
  readonly byKey: ReadonlyMap<Fingerprint | undefined, readonly Stored<TrustedKeyRecord>[]>;
  readonly now: Date;
}

/** Whether a signature passes for an organisation. */
type PassesFor = (orgId: OrgId) => boolean;

/**
 * The organisations for which a signature is good and its package has no other good one, among all that trust its
 * signer. They may be thousands, so that the store is asked for all of them at once. What the signature itself states
 * does not count, as the engine does not look at it; another one is good only if that holds now, as `package verify`
 * looks at it.
 */
export async function orgsThatNeed(
  reader: StoreReader,
  row: SignatureRecord,
  now: Date,
): Promise<readonly OrgId[]> {
  const orgIds = await orgsThatTrust(reader, row);
  const others = await otherSignatures(reader, row);
  const judging = { ...await trustOf(reader, orgIds, [row, ...others]), now };
  const passes = await passesFor(row, judging);
  const othersPass: PassesFor[] = [];
  // What an unknown signer states is not read, as its signature passes for nobody: anybody may store thousands.
  for (const other of others.filter(({ keyFingerprint }) => judging.byKey.has(keyFingerprint))) {
    const stated = withStatement(other, await lookUpStatements(reader, [other]));
    if (!isDamaged(stated)) othersPass.push(await passesFor(stated, judging));
  }
  return orgIds.filter((orgId) => passes(orgId) && !othersPass.some((one) => one(orgId)));
}

/** What these organisations granted, and what they know of the signers, all at once. */
async function trustOf(
  { withDamaged }: StoreReader,
  orgIds: readonly OrgId[],
  signatures: readonly SignatureRecord[],
): Promise<Omit<Judging, "now">> {
  const grants = await withDamaged.trustGrantsOf(orgIds, "parent");
  const byParent = Map.groupBy(grants, (grant) => fieldsOf(grant).parentOrgId);
  const accepted = orgIds.flatMap((orgId) => acceptedOrgs(orgId, byParent.get(orgId) ?? []));
  const signers = signatures.map(({ keyFingerprint }) => keyFingerprint);
  const rows = await withDamaged.trustedKeysOf([...new Set(accepted)], signers);
  return { byParent, byKey: Map.groupBy(rows, (row) => fieldsOf(row).fingerprint) };
}

/** Those that trust the signer themselves, or accept what such a one trusts. */
async function orgsThatTrust(
  { withDamaged }: StoreReader,
  { keyFingerprint }: SignatureRecord,
): Promise<readonly OrgId[]> {
  const rows = await withDamaged.trustedKeysOf(null, [keyFingerprint]);
  const orgIds = rows.filter(isSound<TrustedKeyRecord>)
    .filter(({ revokedAt }) => revokedAt === null).map(({ orgId }) => orgId);
  const grants = await withDamaged.trustGrantsOf(orgIds, "child");
  const parents = grants.filter(isSound<TrustGrantRecord>).map(({ parentOrgId }) => parentOrgId);
  return [...new Set([...orgIds, ...parents])];
}

/** The package's signatures by other keys. A damaged one passes for nobody. */
async function otherSignatures(
  { withDamaged }: StoreReader,
  { packageHash, keyFingerprint }: SignatureRecord,
): Promise<readonly SignatureRecord[]> {
  const rows = await withDamaged.signaturesOf(packageHash);
  return rows.filter(isSound<SignatureRecord>)
    .filter((row) => row.keyFingerprint !== keyFingerprint);
}

/** All consistent rows of one fingerprint have the same key, so that the signature is verified once. */
async function passesFor(
  row: StatedSignature,
  { byParent, byKey, now }: Judging,
): Promise<PassesFor> {
  const { keyFingerprint: fingerprint } = row;
  const rows = byKey.get(fingerprint) ?? [];
  const key = consistentKey<TrustedKeyRecord>(rows);
  if (key === null || !await isGoodUnder(key, row, now)) return () => false;
  const byOrg = Map.groupBy(rows, (row) => fieldsOf(row).orgId);
  return (orgId) => {
    const grants = byParent.get(orgId) ?? [];
    const accepted = acceptedOrgs(orgId, grants).flatMap((one) => byOrg.get(one) ?? []);
    const standing = standingOf({ orgId, fingerprint, grants, rows: accepted });
    return standing.kind === "trusted" &&
      standing.rows.some(({ publicKey }) => equalBytes(publicKey, key));
  };
}
