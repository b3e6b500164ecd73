import type { ListMinimumsRequest } from "../../contract/orgs.ts";
import type { Stored } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { MinimumVersionRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/** The minimum versions of an organisation, the one that was raised first first. Damaged ones are marked. */
export async function listMinimums(
  { store }: LocalParts,
  { orgId, page }: ListMinimumsRequest,
): Promise<Items<Stored<MinimumVersionRecord>>> {
  const { rows, ...rest } = await store.withDamaged.listMinimumVersions({ orgId }, page);
  return { items: rows, ...rest };
}
