import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import type { LocalParts } from "../parts.ts";

/** The grants that an organisation gave, then those that it got. One that it gave itself, as the engine allows, stands once. */
export async function listTrust(
  { store }: LocalParts,
  orgId: OrgId,
): Promise<readonly TrustGrantRecord[]> {
  const given = await store.listTrustGrants({ orgId, side: "parent" });
  const got = await store.listTrustGrants({ orgId, side: "child" });
  return [...given, ...got.filter(({ parentOrgId }) => parentOrgId !== orgId)];
}
