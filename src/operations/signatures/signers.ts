import type { SignersRequest } from "../../contract/signatures.ts";
import { fieldsOf } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import { MAX_SIGNERS, type PackageSigners } from "../../domain/signature.ts";
import type { LocalParts } from "../parts.ts";
import { signaturesOfPackage } from "./signatures_of_package.ts";

/** The keys that signed packages, according to stored signatures, which are not verified. */
export async function listSigners(
  { store }: LocalParts,
  { orgId, hashes }: SignersRequest,
): Promise<Items<PackageSigners>> {
  const items: PackageSigners[] = [];
  for (const packageHash of hashes) {
    const rows = await signaturesOfPackage(store, packageHash, orgId);
    const signers = rows.flatMap((row) => fieldsOf(row).keyFingerprint ?? []);
    items.push({ packageHash, keyFingerprints: signers.slice(0, MAX_SIGNERS) });
  }
  return { items, total: items.length };
}
