import type { ListTrustRequest } from "../../contract/orgs.ts";
import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import { type ListPosition, sortTime } from "../../domain/list_position.ts";
import { type Items, sortAndSlice } from "../../domain/list_slice.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/**
 * The grants that an organisation gave, then those that it received, each oldest first. A grant to itself, which the
 * engine allows, is listed once, and damaged rows are marked. A viewer limited to one organisation does not see who
 * accepts its keys.
 */
export async function listTrust(
  { store, viewer }: LocalParts,
  { orgId, page }: ListTrustRequest,
): Promise<Items<Stored<TrustGrantRecord>>> {
  const { trustGrantsOf } = store.withDamaged;
  const given = await trustGrantsOf([orgId], "parent");
  const got = viewer === null ? await trustGrantsOf([orgId], "child") : [];
  const grants = [...given, ...got.filter((grant) => fieldsOf(grant).parentOrgId !== orgId)];
  return sortAndSlice(grants, page, positionFor(orgId));
}

/** The sort position of a grant: given before received, then by time. */
function positionFor(orgId: OrgId) {
  return (grant: Stored<TrustGrantRecord>): ListPosition => {
    const { id = "", parentOrgId, grantedAt } = fieldsOf(grant);
    return { id, time: `${parentOrgId === orgId ? 0 : 1} ${sortTime(grantedAt)}` };
  };
}
