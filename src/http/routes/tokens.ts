import * as z from "zod/mini";
import { itemsOf, tokenIdField } from "../../contract/fields.ts";
import { ApiToken, CreatedApiToken } from "../../contract/records.ts";
import { jsonRoute, listQuery, orgQuery, pageOf, type Route, toItems } from "../route.ts";
import { MAX_NEW_TOKEN_BYTES, NewApiToken } from "../wire/api_token.ts";
import { PATHS } from "../wire.ts";

const whoami = jsonRoute({
  method: "GET",
  path: PATHS.whoami,
  summary: "Show the token that asks, and what it may do",
  answer: ApiToken,
  handle: ({ token }) => Promise.resolve(token),
});

const list = jsonRoute({
  method: "GET",
  path: PATHS.tokens,
  summary: "List API tokens, oldest first",
  query: z.strictObject(listQuery),
  answer: itemsOf(ApiToken),
  handle: async ({ operations, query }) => {
    const { org_id: orgId = null, include_revoked: includeRevoked } = query;
    return toItems(await operations.tokens.list({ orgId, includeRevoked, page: pageOf(query) }));
  },
});

const create = jsonRoute({
  method: "POST",
  path: PATHS.tokens,
  summary: "Make an API token; its text is in this answer and nowhere else",
  body: NewApiToken,
  maxBytes: MAX_NEW_TOKEN_BYTES,
  status: 201,
  answer: CreatedApiToken,
  handle: ({ operations, body }) =>
    operations.tokens.create({
      orgId: body.org_id,
      name: body.name,
      role: body.role,
      keyIds: body.key_ids,
      expiresAt: body.expires_at,
    }),
});

const revoke = jsonRoute({
  method: "POST",
  path: PATHS.revokeToken,
  summary: "Take an API token out of use, from the next request on",
  params: z.strictObject({ token_id: tokenIdField }),
  query: z.strictObject(orgQuery),
  answer: ApiToken,
  handle: ({ operations, params: { token_id }, query: { org_id = null } }) =>
    operations.tokens.revoke({ id: token_id, orgId: org_id }),
});

/** `/v1/tokens` and `/v1/whoami` */
export const tokenRoutes: readonly Route[] = [whoami, list, create, revoke];
