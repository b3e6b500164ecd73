import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/**
 * The grants that an organisation gave, then those that it got. One that it gave itself, as the engine allows, stands
 * once. Who has one organisation in view only does not learn who accepts what it trusts.
 */
export async function listTrust(
  { store, viewer }: LocalParts,
  orgId: OrgId,
): Promise<readonly TrustGrantRecord[]> {
  const given = await store.listTrustGrants({ orgId, side: "parent" });
  if (viewer !== null) return given;
  const got = await store.listTrustGrants({ orgId, side: "child" });
  return [...given, ...got.filter(({ parentOrgId }) => parentOrgId !== orgId)];
}
