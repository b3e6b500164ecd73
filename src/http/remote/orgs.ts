import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "../client_transport.ts";
import { itemsOf } from "../wire/fields.ts";
import { TrustGrant, TrustGrantPair } from "../wire/trust_grant.ts";
import { PATHS } from "../wire.ts";

/** `Operations.orgs` on a server. */
export function remoteOrgs({ send }: Transport): Operations["orgs"] {
  return {
    grantTrust: ({ parent, child }) =>
      send({
        method: "POST",
        path: PATHS.trustGrants,
        body: { parent_org_id: parent, child_org_id: child },
        answer: TrustGrant,
        isRepeatable: false,
      }),
    revokeTrust: async ({ parent, child }) => {
      await send({
        method: "POST",
        path: PATHS.revokeGrant,
        body: { parent_org_id: parent, child_org_id: child },
        answer: TrustGrantPair,
        isRepeatable: false,
      });
    },
    listTrust: async (orgId) => {
      const { items } = await send({
        method: "GET",
        path: PATHS.trustGrants,
        query: { org_id: orgId },
        answer: itemsOf(TrustGrant),
        isRepeatable: true,
      });
      return items;
    },
  };
}
