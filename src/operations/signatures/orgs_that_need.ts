import { isSound } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { SignatureRecord, TrustedKeyRecord, TrustGrantRecord } from "../../domain/records.ts";
import type { StoreReader } from "../../store/store.ts";
import { loadTrust } from "../trust/load_trust.ts";
import { hasAnother, verifierFor } from "../trust/verifier.ts";

/**
 * The organisations for which a signature is good and its package has no other good one, among all that trust its
 * signer.
 */
export async function orgsThatNeed(
  reader: StoreReader,
  row: SignatureRecord,
): Promise<readonly OrgId[]> {
  const needing: OrgId[] = [];
  for (const one of await orgsThatTrust(reader, row)) {
    const verifies = verifierFor(await loadTrust(reader, one));
    if (await verifies(row) && !await hasAnother(reader, row, verifies)) needing.push(one);
  }
  return needing;
}

/** Those that trust the signer themselves, or accept what such a one trusts. */
async function orgsThatTrust(
  { withDamaged }: StoreReader,
  { keyFingerprint }: SignatureRecord,
): Promise<readonly OrgId[]> {
  const rows = await withDamaged.findTrustedKeys(keyFingerprint, null);
  const orgIds = rows.filter(isSound<TrustedKeyRecord>)
    .filter(({ revokedAt }) => revokedAt === null).map(({ orgId }) => orgId);
  const parents: OrgId[] = [];
  for (const orgId of orgIds) {
    const grants = await withDamaged.listTrustGrants({ orgId, side: "child" });
    parents.push(
      ...grants.filter(isSound<TrustGrantRecord>).map(({ parentOrgId }) => parentOrgId),
    );
  }
  return [...new Set([...orgIds, ...parents])];
}
