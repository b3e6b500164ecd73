import type { ListOrgsRequest } from "../../contract/orgs.ts";
import type { OrgId } from "../../domain/ids.ts";
import { type Items, sliceList } from "../../domain/list_slice.ts";
import type { Organisation } from "../../domain/organisation.ts";
import type { LocalParts } from "../parts.ts";

/** Of a list whose total alone is of interest. */
const TOTAL = { limit: 1, offset: 0 } as const;

/** The organisations that have a key or a grant of trust in the store, revoked or not, in the order of their IDs. */
export async function listOrgs(
  { store }: LocalParts,
  { page }: ListOrgsRequest,
): Promise<Items<Organisation>> {
  const positionOf = (id: OrgId) => ({ id, time: "0" });
  const { items, ...rest } = sliceList(await store.orgIds(), page, positionOf);
  const described = [];
  for (const orgId of items) described.push(await describe(store, orgId));
  return { items: described, ...rest };
}

async function describe(store: LocalParts["store"], orgId: OrgId): Promise<Organisation> {
  const active = { includeRevoked: false } as const;
  const { listSigningKeys, listTrustedKeys } = store.withDamaged;
  const signing = await listSigningKeys({ orgId, ...active }, TOTAL);
  const trusted = await listTrustedKeys({ orgIds: [orgId], ...active }, TOTAL);
  return { orgId, signingKeys: signing.total, trustedKeys: trusted.total };
}
