import type { OrgId } from "../domain/ids.ts";
import type { Operations } from "../operations/operations.ts";

/** Of these organisations, those that have no key, trusted key or grant, revoked or not: a mistyped UUID looks like that. */
export async function unknownOrgs(
  operations: Operations,
  orgIds: readonly OrgId[],
): Promise<readonly OrgId[]> {
  const unknown = [];
  for (const orgId of orgIds) if (!await isKnown(operations, orgId)) unknown.push(orgId);
  return unknown;
}

/** Looks first where most organisations have something: what they trust, also by a grant. */
async function isKnown({ keys, orgs }: Operations, orgId: OrgId): Promise<boolean> {
  const request = { orgId, includeRevoked: true, page: { limit: 1, offset: 0 } };
  for (const list of [keys.trusted.list, keys.list, orgs.listTrust]) {
    if ((await list(request)).items.length > 0) return true;
  }
  return false;
}
