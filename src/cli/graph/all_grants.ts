import type { Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { MAX_GRANTS } from "../../domain/trust.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";

/** All grants of an organisation, up to a limit, should a server never stop sending them. */
export async function allGrants(
  { listTrust }: Operations["orgs"],
  orgId: OrgId,
): Promise<readonly Stored<TrustGrantRecord>[]> {
  const { items, next } = await listTrust({ orgId, page: { limit: MAX_GRANTS, offset: 0 } });
  if (next === undefined) return items;
  const state = `there are more than ${MAX_GRANTS}`;
  throw new CloacinaError("store_unavailable", `Cannot list the grants of ${orgId}: ${state}`);
}
