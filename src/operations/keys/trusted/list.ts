import type { ListKeysRequest } from "../../../contract/keys.ts";
import { fieldsOf, isDamaged, isSound, type Stored } from "../../../domain/damaged.ts";
import type { Items } from "../../../domain/list_slice.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import { countsAmong, grantedOrgs, type TrustFacts } from "../../../domain/trust.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import type { LocalParts } from "../../parts.ts";
import { toDamagedTrust, toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

/**
 * Lists the trusted keys of an organisation and of those that it grants trust to, oldest first. Includes keys of theirs
 * that the organisation itself revoked, as not trusted, and damaged rows, marked.
 */
export async function listTrustedKeys(
  { store }: LocalParts,
  { orgId, includeRevoked, page }: ListKeysRequest,
): Promise<Items<Stored<TrustedKeyInfo>>> {
  const { listTrustedKeys, trustGrantsOf } = store.withDamaged;
  const grants = await trustGrantsOf([orgId], "parent");
  const orgIds = [orgId, ...grantedOrgs(orgId, grants)];
  const { rows, ...rest } = await listTrustedKeys({ orgIds, includeRevoked }, page);
  const factsOf = await loadFacts(store, { orgId, grants, rows });
  const items = [];
  for (const row of rows) {
    items.push(
      isDamaged<TrustedKeyRecord>(row)
        ? toDamagedTrust(row)
        : toTrustedKeyInfo(row, countsAmong(factsOf(row), row)),
    );
  }
  return { items, ...rest };
}

/** Reads once, for all rows of a page, what the organisation says of their keys itself. */
async function loadFacts(
  { withDamaged }: LocalParts["store"],
  { orgId, grants, rows }: Pick<TrustFacts, "orgId" | "grants" | "rows">,
): Promise<(row: TrustedKeyRecord) => TrustFacts> {
  const foreign = rows.filter(isSound).filter((row) => row.orgId !== orgId);
  const own = foreign.length === 0
    ? []
    : await withDamaged.trustedKeysOf([orgId], foreign.map(({ fingerprint }) => fingerprint));
  const ownByKey = Map.groupBy(own, (row) => fieldsOf(row).fingerprint);
  const grantsByChild = Map.groupBy(grants, (grant) => fieldsOf(grant).childOrgId);
  return (row) => ({
    orgId,
    fingerprint: row.fingerprint,
    grants: grantsByChild.get(row.orgId) ?? [],
    rows: row.orgId === orgId ? [row] : [row, ...ownByKey.get(row.fingerprint) ?? []],
  });
}
