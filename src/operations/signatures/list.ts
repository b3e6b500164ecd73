import type { ListSignaturesRequest } from "../../contract/signatures.ts";
import type { ListPosition } from "../../domain/list_position.ts";
import { type Items, sortAndSlice } from "../../domain/list_slice.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";
import { signaturesOfPackage } from "./signatures_of_package.ts";

/** Lists stored signatures, not verified: of an organisation, of a package, or all, oldest first. */
export async function listSignatures(
  { store }: LocalParts,
  { orgId, hash, page }: ListSignaturesRequest,
): Promise<Items<SignatureRecord>> {
  if (hash !== null) {
    return sortAndSlice(await signaturesOfPackage(store, hash, orgId), page, positionOf);
  }
  const { rows, ...rest } = await store.listSignatures({ orgId, fingerprint: null }, page);
  return { items: rows, ...rest };
}

function positionOf({ id, signedAt }: SignatureRecord): ListPosition {
  return { id, time: signedAt.toISOString() };
}
