import type { ListOrgsRequest } from "../../contract/orgs.ts";
import { type Items, sliceList } from "../../domain/list_slice.ts";
import type { Organisation } from "../../domain/organisation.ts";
import type { LocalParts } from "../parts.ts";

/** The organisations that have a key or a grant of trust in the store, revoked or not, in the order of their IDs. */
export async function listOrgs(
  { store }: LocalParts,
  { page }: ListOrgsRequest,
): Promise<Items<Organisation>> {
  return sliceList(await store.organisations(), page, ({ orgId }) => ({ id: orgId, time: "0" }));
}
