import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "../client_transport.ts";
import { ApiToken, CreatedApiToken } from "../wire/api_token.ts";
import { itemsOf } from "../wire/fields.ts";
import { PATHS } from "../wire.ts";
import { allPages } from "./pages.ts";

/** `Operations.tokens` on a server. */
export function remoteTokens({ send }: Transport): Operations["tokens"] {
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
        isRepeatable: false,
      }),
    list: ({ orgId, includeRevoked, page }) =>
      allPages(page, (part) =>
        send({
          method: "GET",
          path: PATHS.tokens,
          query: { org_id: orgId, include_revoked: includeRevoked, ...part },
          answer: itemsOf(ApiToken),
          isRepeatable: true,
        })),
    revoke: ({ id, orgId }) =>
      send({
        method: "POST",
        path: PATHS.revokeToken,
        params: { token_id: id },
        query: { org_id: orgId },
        answer: ApiToken,
        isRepeatable: false,
      }),
  };
}
