import type { ListKeysRequest } from "../../../contract/keys.ts";
import { isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { Items } from "../../../domain/list_slice.ts";
import type { TrustedKeyRecord } from "../../../domain/records.ts";
import { grantedOrgs } from "../../../domain/trust.ts";
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
  const { listTrustGrants, listTrustedKeys, findTrustedKeys } = store.withDamaged;
  const grants = await listTrustGrants({ orgId, side: "parent" });
  const orgIds = [orgId, ...grantedOrgs(orgId, grants)];
  const { rows, ...rest } = await listTrustedKeys({ orgIds, includeRevoked }, page);
  const items = [];
  for (const row of rows) {
    if (isDamaged<TrustedKeyRecord>(row)) {
      items.push(toDamagedTrust(row));
      continue;
    }
    const { fingerprint } = row;
    const own = row.orgId === orgId ? [] : await findTrustedKeys(fingerprint, [orgId]);
    items.push(await toTrustedKeyInfo(row, { orgId, fingerprint, grants, rows: [row, ...own] }));
  }
  return { items, ...rest };
}
