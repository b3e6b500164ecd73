import type { ListSignaturesRequest } from "../../contract/signatures.ts";
import { comesBefore, type ListPosition } from "../../domain/list_position.ts";
import { type Items, sliceList } from "../../domain/list_slice.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/** Lists stored signatures, not verified: of an organisation, of a package, or all, oldest first. */
export async function listSignatures(
  parts: LocalParts,
  { orgId, hash, page }: ListSignaturesRequest,
): Promise<Items<SignatureRecord>> {
  if (hash !== null) {
    const rows = await ofPackage(parts, hash, orgId);
    return sliceList(rows, page, positionOf);
  }
  const { rows, ...rest } = await parts.store.listSignatures({ orgId, fingerprint: null }, page);
  return { items: rows, ...rest };
}

/** A package has few signatures: one per key. */
async function ofPackage(
  { store }: LocalParts,
  hash: PackageHash,
  orgId: OrgId | null,
): Promise<readonly SignatureRecord[]> {
  return (await store.signaturesOf(hash))
    .filter((row) => orgId === null || row.orgId === orgId)
    .toSorted((left, right) => comesBefore(positionOf(left), positionOf(right)) ? -1 : 1);
}

function positionOf({ id, signedAt }: SignatureRecord): ListPosition {
  return { id, time: signedAt.toISOString() };
}
