import type { ListSignaturesRequest } from "../../contract/signatures.ts";
import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { ListPosition } from "../../domain/list_position.ts";
import { type Items, sortAndSlice } from "../../domain/list_slice.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";
import { signaturesOfPackage } from "./signatures_of_package.ts";

/** Where a damaged time is in a list: before all others. */
const NO_TIME = new Date(0);

/** Lists stored signatures, not verified: of an organisation, of a package, or all, oldest first; damaged ones marked. */
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
  const { id = "", signedAt = NO_TIME } = fieldsOf(row);
  return { id, time: signedAt.toISOString() };
}
