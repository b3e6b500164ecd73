import { ApiToken, CreatedApiToken } from "../../contract/records.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { PATHS } from "../wire.ts";
import { listAll } from "./pages.ts";

/** `Operations.tokens` on a server. */
export function remoteTokens(transport: Transport): Operations["tokens"] {
  const { send } = transport;
  return {
    create: ({ orgId, name, role, keyIds, expiresAt }) =>
      send({
        method: "POST",
        path: PATHS.tokens,
        body: {
          org_id: orgId,
          name,
          role,
          key_ids: keyIds,
          expires_at: expiresAt?.toISOString() ?? null,
        },
        answer: CreatedApiToken,
        isIdempotent: false,
      }),
    list: ({ orgId, includeRevoked, page }) => {
      const query = { org_id: orgId, include_revoked: includeRevoked };
      return listAll(transport, { path: PATHS.tokens, query, item: ApiToken }, page);
    },
    revoke: ({ id, orgId }) =>
      send({
        method: "POST",
        path: PATHS.revokeToken,
        params: { token_id: id },
        query: { org_id: orgId },
        answer: ApiToken,
        isIdempotent: false,
      }),
  };
}
