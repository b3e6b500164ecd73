import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import { fieldsOf, isSound, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import { faultOf } from "../../domain/key_fault.ts";
import { packageHashBytes } from "../../domain/package_hash.ts";
import type { SignatureRecord, TrustedKeyRecord, TrustGrantRecord } from "../../domain/records.ts";
import { acceptedOrgs, standingOf } from "../../domain/trust.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { StoreReader } from "../../store/store.ts";

/** The grants that each organisation gave. */
type GrantsByParent = ReadonlyMap<OrgId | undefined, readonly Stored<TrustGrantRecord>[]>;

/** Whether a signature passes for an organisation. */
type PassesFor = (orgId: OrgId) => boolean;

/**
 * The organisations for which a signature is good and its package has no other good one, among all that trust its
 * signer. They may be thousands, so that the store is asked for all of them at once.
 */
export async function orgsThatNeed(
  reader: StoreReader,
  row: SignatureRecord,
): Promise<readonly OrgId[]> {
  const orgIds = await orgsThatTrust(reader, row);
  const grants = await reader.withDamaged.trustGrantsOf(orgIds, "parent");
  const byParent = Map.groupBy(grants, (grant) => fieldsOf(grant).parentOrgId);
  const passes = await passesFor(reader, row, byParent);
  const others: PassesFor[] = [];
  for (const other of await otherSignatures(reader, row)) {
    others.push(await passesFor(reader, other, byParent));
  }
  return orgIds.filter((orgId) => passes(orgId) && !others.some((other) => other(orgId)));
}

/** Those that trust the signer themselves, or accept what such a one trusts. */
async function orgsThatTrust(
  { withDamaged }: StoreReader,
  { keyFingerprint }: SignatureRecord,
): Promise<readonly OrgId[]> {
  const rows = await withDamaged.findTrustedKeys(keyFingerprint, null);
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
  { withDamaged }: StoreReader,
  { keyFingerprint: fingerprint, packageHash, signature }: SignatureRecord,
  grantsByParent: GrantsByParent,
): Promise<PassesFor> {
  const rows = await withDamaged.findTrustedKeys(fingerprint, null);
  const key = await consistentKey(rows.filter(isSound<TrustedKeyRecord>));
  if (key === null || !await ed25519Verify(key, packageHashBytes(packageHash), signature)) {
    return () => false;
  }
  const byOrg = Map.groupBy(rows, (row) => fieldsOf(row).orgId);
  return (orgId) => {
    const grants = grantsByParent.get(orgId) ?? [];
    const accepted = acceptedOrgs(orgId, grants).flatMap((one) => byOrg.get(one) ?? []);
    const standing = standingOf({ orgId, fingerprint, grants, rows: accepted });
    return standing.kind === "trusted" &&
      standing.rows.some(({ publicKey }) => equalBytes(publicKey, key));
  };
}

async function consistentKey(rows: readonly TrustedKeyRecord[]): Promise<Bytes | null> {
  for (const row of rows) {
    if (await faultOf(row) === null) return row.publicKey;
  }
  return null;
}
