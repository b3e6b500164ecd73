import * as z from "zod/mini";
import { itemsOf } from "../../contract/fields.ts";
import { TrustGrant } from "../../contract/records.ts";
import type { OrgId } from "../../domain/ids.ts";
import { comesBefore, type ListPosition } from "../../domain/list_position.ts";
import { sliceList } from "../../domain/list_slice.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { jsonRoute, orgOf, orgQuery, pageOf, pageQuery, type Route, toItems } from "../route.ts";
import { RevokedTrustGrant, TrustGrantPair } from "../wire/trust_grant.ts";
import { PATHS } from "../wire.ts";

const list = jsonRoute({
  method: "GET",
  path: PATHS.trustGrants,
  summary: "List the grants of trust that an organisation gave, and then those that it got",
  query: z.strictObject({ ...orgQuery, ...pageQuery }),
  answer: itemsOf(TrustGrant),
  handle: async ({ operations, query, token }) => {
    const orgId = orgOf(query, token);
    const positionOf = positionFor(orgId);
    const grants = (await operations.orgs.listTrust(orgId)).toSorted((left, right) =>
      comesBefore(positionOf(left), positionOf(right)) ? -1 : 1
    );
    return toItems(sliceList(grants, pageOf(query), positionOf));
  },
});

const grant = jsonRoute({
  method: "POST",
  path: PATHS.trustGrants,
  summary: "Let an organisation accept every key that another one itself trusts",
  body: TrustGrantPair,
  status: 201,
  answer: TrustGrant,
  handle: ({ operations, body }) => operations.orgs.grantTrust(toPair(body)),
});

const revoke = jsonRoute({
  method: "POST",
  path: PATHS.revokeGrant,
  summary: "Take a grant of trust back",
  body: TrustGrantPair,
  answer: RevokedTrustGrant,
  handle: async ({ operations, body }) => {
    await operations.orgs.revokeTrust(toPair(body));
    return body;
  },
});

/** `/v1/trust-grants` */
export const trustGrantRoutes: readonly Route[] = [list, grant, revoke];

/** Where a grant stands: behind all that were given where it was got, and among its like by its time. */
function positionFor(orgId: OrgId) {
  return ({ id, parentOrgId, grantedAt }: TrustGrantRecord): ListPosition => ({
    id,
    time: `${parentOrgId === orgId ? 0 : 1} ${grantedAt.toISOString()}`,
  });
}

function toPair({ parent_org_id, child_org_id }: z.output<typeof TrustGrantPair>) {
  return { parent: parent_org_id, child: child_org_id };
}
