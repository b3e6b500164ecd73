import type { ListKeysRequest } from "../../../contract/keys.ts";
import type { Items } from "../../../domain/list_slice.ts";
import { grantedOrgs } from "../../../domain/trust.ts";
import type { TrustedKeyInfo } from "../../../domain/trusted_key.ts";
import type { LocalParts } from "../../parts.ts";
import { toTrustedKeyInfo } from "../../trust/trusted_key_info.ts";

/**
 * Lists the trusted keys of an organisation and of those that it grants trust to, oldest first. Includes keys of theirs
 * that the organisation itself revoked, as not trusted.
 */
export async function listTrustedKeys(
  { store }: LocalParts,
  { orgId, includeRevoked, page }: ListKeysRequest,
): Promise<Items<TrustedKeyInfo>> {
  const grants = await store.listTrustGrants({ orgId, side: "parent" });
  const orgIds = [orgId, ...grantedOrgs(orgId, grants)];
  const { rows, ...rest } = await store.listTrustedKeys({ orgIds, includeRevoked }, page);
  const items = [];
  for (const row of rows) {
    const { fingerprint } = row;
    const own = row.orgId === orgId ? [] : await store.findTrustedKeys(fingerprint, [orgId]);
    items.push(await toTrustedKeyInfo(row, { orgId, fingerprint, grants, rows: [row, ...own] }));
  }
  return { items, ...rest };
}
