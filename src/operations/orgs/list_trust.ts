import type { ListTrustRequest } from "../../contract/orgs.ts";
import type { OrgId } from "../../domain/ids.ts";
import { comesBefore, type ListPosition } from "../../domain/list_position.ts";
import { type Items, sliceList } from "../../domain/list_slice.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/**
 * The grants that an organisation gave, then those that it received, each oldest first. One that it gave itself, as the
 * engine allows, stands once. A viewer of one organisation only does not learn who accepts what it trusts.
 */
export async function listTrust(
  { store, viewer }: LocalParts,
  { orgId, page }: ListTrustRequest,
): Promise<Items<TrustGrantRecord>> {
  const given = await store.listTrustGrants({ orgId, side: "parent" });
  const got = viewer === null ? await store.listTrustGrants({ orgId, side: "child" }) : [];
  const positionOf = positionFor(orgId);
  const grants = [...given, ...got.filter(({ parentOrgId }) => parentOrgId !== orgId)].toSorted(
    (left, right) => comesBefore(positionOf(left), positionOf(right)) ? -1 : 1,
  );
  return sliceList(grants, page, positionOf);
}

/** Where a grant stands: those that were received come after those that were given, and then its time counts. */
function positionFor(orgId: OrgId) {
  return ({ id, parentOrgId, grantedAt }: TrustGrantRecord): ListPosition => ({
    id,
    time: `${parentOrgId === orgId ? 0 : 1} ${grantedAt.toISOString()}`,
  });
}
