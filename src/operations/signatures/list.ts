import type { ListSignaturesRequest } from "../../contract/signatures.ts";
import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import { type ListPosition, sortTime } from "../../domain/list_position.ts";
import { type Items, sortAndSlice } from "../../domain/list_slice.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";
import { signaturesOfPackage } from "./signatures_of_package.ts";

/**
 * Lists stored signatures, not verified: of an organisation, of a package, or all, oldest first. Damaged ones are
 * marked.
 */
export async function listSignatures(
  { store }: LocalParts,
  { orgId, hash, page }: ListSignaturesRequest,
): Promise<Items<Stored<SignatureRecord>>> {
  if (hash !== null) {
    return sortAndSlice(await signaturesOfPackage(store, hash, orgId), page, positionOf);
  }
  const { rows, ...rest } = await store.withDamaged.listSignatures(
    { orgId, fingerprint: null },
    page,
  );
  return { items: rows, ...rest };
}

function positionOf(row: Stored<SignatureRecord>): ListPosition {
  const { id = "", signedAt } = fieldsOf(row);
  return { id, time: sortTime(signedAt) };
}
