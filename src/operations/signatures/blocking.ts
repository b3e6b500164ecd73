import type { BlockingRequest } from "../../contract/signatures.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { Items } from "../../domain/list_slice.ts";
import { packageByHash, type PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { BlockedPackage, Blocker } from "../../domain/stored_signature.ts";
import { isOfSignature } from "../../domain/verification_failure.ts";
import { toCloacinaError } from "../../errors.ts";
import { judgeSignature } from "../package/judge_signature.ts";
import type { StoreReader } from "../../store/store.ts";
import type { LocalParts } from "../parts.ts";
import { loadGrants, lookUpAll, type TrustLookup } from "../trust/load_trust.ts";
import { rowsOfOrg } from "./rows_of_org.ts";
import { toSignature } from "./to_signature.ts";

/**
 * Tells of each package whether the signature that the engine reads, the first one stored, passes for an organisation.
 * Others are of no use there. What another organisation stored is not revealed to a viewer limited to one.
 */
export async function findBlocking(
  { store, viewer, now }: LocalParts,
  { orgId, hashes }: BlockingRequest,
): Promise<Items<BlockedPackage>> {
  // Read together: neither depends on the other.
  const [grants, firsts] = await Promise.all([
    loadGrants(store, orgId),
    Promise.all(hashes.map((hash) => firstSignature(store, hash, viewer))),
  ]);
  const signers = firsts.flatMap((row) => row && !isDamaged(row) ? row.keyFingerprint : []);
  const lookup = await lookUpAll(store, grants, [...new Set(signers)]);
  const items: BlockedPackage[] = [];
  for (const [at, packageHash] of hashes.entries()) {
    const first = firsts[at];
    const blockedBy = first ? await blockerOf(first, packageHash, { lookup, now: now() }) : null;
    items.push({ packageHash, blockedBy });
  }
  return { items, total: items.length };
}

/** Null if there is none that the viewer sees. */
async function firstSignature(
  { withDamaged }: StoreReader,
  hash: PackageHash,
  viewer: OrgId | null,
): Promise<Stored<SignatureRecord> | null> {
  const [first] = rowsOfOrg(await withDamaged.signaturesOf(hash, 1), viewer);
  return first ?? null;
}

async function blockerOf(
  row: Stored<SignatureRecord>,
  hash: PackageHash,
  judging: { readonly lookup: TrustLookup; readonly now: Date },
): Promise<Blocker | null> {
  const { id = null, keyFingerprint: signer = null } = fieldsOf(row);
  if (isDamaged(row)) return { id, signer, reason: "malformed_signature" };
  try {
    await judgeSignature(packageByHash(hash), toSignature(row), judging);
    return null;
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    if (!isOfSignature(error)) throw error;
    return { id, signer, reason: error.code };
  }
}
