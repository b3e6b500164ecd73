import { MAX_GRANTS, TrustGrant } from "../../contract/records.ts";
import type { OrgId } from "../../domain/ids.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { RevokedTrustGrant } from "../wire/trust_grant.ts";
import { PATHS } from "../wire.ts";
import { listAll } from "./pages.ts";

/** `Operations.orgs` on a server. */
export function remoteOrgs(transport: Transport): Operations["orgs"] {
  const { send } = transport;
  return {
    grantTrust: ({ parent, child }) =>
      send({
        method: "POST",
        path: PATHS.trustGrants,
        body: { parent_org_id: parent, child_org_id: child },
        answer: TrustGrant,
        isIdempotent: false,
      }),
    revokeTrust: async ({ parent, child }) => {
      await send({
        method: "POST",
        path: PATHS.revokeGrant,
        body: { parent_org_id: parent, child_org_id: child },
        answer: RevokedTrustGrant,
        isIdempotent: false,
      });
    },
    listTrust: async (orgId) => {
      const list = { path: PATHS.trustGrants, query: { org_id: orgId }, item: TrustGrant };
      const { items } = await listAll(transport, list, { limit: MAX_GRANTS + 1, offset: 0 });
      // A server that sends them for ever is not listened to for ever.
      if (items.length > MAX_GRANTS) throw tooMany(orgId);
      return items;
    },
  };
}

function tooMany(orgId: OrgId): CloacinaError {
  const state = `the server sends more than ${MAX_GRANTS}`;
  return new CloacinaError("store_unavailable", `Cannot list the grants of ${orgId}: ${state}`);
}
