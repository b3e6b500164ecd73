import type { OrgId } from "../../domain/ids.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "../client_transport.ts";
import { itemsOf } from "../wire/fields.ts";
import { TrustGrant, TrustGrantPair } from "../wire/trust_grant.ts";
import { PATHS } from "../wire.ts";
import { allPages } from "./pages.ts";

/** The most grants of an organisation: a server that sends them for ever is not listened to for ever. */
const MOST_GRANTS = 100_000;

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
      const { items } = await allPages({ limit: MOST_GRANTS + 1, offset: 0 }, (part) =>
        send({
          method: "GET",
          path: PATHS.trustGrants,
          query: { org_id: orgId, ...part },
          answer: itemsOf(TrustGrant),
          isRepeatable: true,
        }));
      if (items.length > MOST_GRANTS) throw tooMany(orgId);
      return items;
    },
  };
}

function tooMany(orgId: OrgId): CloacinaError {
  const state = `the server sends more than ${MOST_GRANTS}`;
  return new CloacinaError("store_unavailable", `Cannot list the grants of ${orgId}: ${state}`);
}
