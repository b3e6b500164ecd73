import * as z from "zod/mini";
import { jsonRoute, orgOf, orgQuery, pageQuery, type Route } from "../route.ts";
import { itemsOf } from "../wire/fields.ts";
import { RevokedTrustGrant, TrustGrant, TrustGrantPair } from "../wire/trust_grant.ts";
import { PATHS } from "../wire.ts";

const list = jsonRoute({
  method: "GET",
  path: PATHS.trustGrants,
  summary: "List the grants of trust that an organisation gave, and those that it got",
  query: z.strictObject({ ...orgQuery, ...pageQuery }),
  answer: itemsOf(TrustGrant),
  handle: async ({ operations, query, token }) => {
    const grants = await operations.orgs.listTrust(orgOf(query, token));
    const { limit, offset } = query;
    return { items: grants.slice(offset, offset + limit), total: grants.length };
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

function toPair({ parent_org_id, child_org_id }: z.output<typeof TrustGrantPair>) {
  return { parent: parent_org_id, child: child_org_id };
}
