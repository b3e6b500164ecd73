import type { SignersRequest } from "../../contract/signatures.ts";
import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import { MAX_SIGNERS, type PackageSigners } from "../../domain/signature.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { rowsOfOrg } from "./rows_of_org.ts";

/** The keys that signed packages, according to stored signatures, which are not verified. */
export async function listSigners(
  { store }: LocalParts,
  { orgId, hashes }: SignersRequest,
): Promise<Items<PackageSigners>> {
  const found = await Promise.all(hashes.map((hash) => signersOfFew(store, hash, orgId)));
  const items: PackageSigners[] = [];
  for (const [at, packageHash] of hashes.entries()) {
    // One after the other: anybody who may sign can store thousands for each.
    const keyFingerprints = found[at] ??
      signersIn(await store.withDamaged.signaturesOf(packageHash), orgId);
    items.push({ packageHash, keyFingerprints });
  }
  return { items, total: items.length };
}

/** By a few of a package's signatures; null where others have to be looked at too. */
async function signersOfFew(
  { withDamaged }: StoreReader,
  hash: PackageHash,
  orgId: OrgId | null,
): Promise<readonly Fingerprint[] | null> {
  const rows = await withDamaged.signaturesOf(hash, MAX_SIGNERS);
  const signers = signersIn(rows, orgId);
  const isEnough = rows.length < MAX_SIGNERS || signers.length === MAX_SIGNERS;
  return isEnough ? signers : null;
}

function signersIn(
  rows: readonly Stored<SignatureRecord>[],
  orgId: OrgId | null,
): readonly Fingerprint[] {
  return rowsOfOrg(rows, orgId)
    .flatMap((row) => fieldsOf(row).keyFingerprint ?? [])
    .slice(0, MAX_SIGNERS);
}
