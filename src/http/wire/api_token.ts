import * as z from "zod/mini";
import { API_ROLES, MAX_TOKEN_KEYS } from "../../domain/api_token.ts";
import { isApiToken } from "../../formats/api_token.ts";
import type { ApiTokenInfo } from "../../operations/operations.ts";
import { keyIdField, listOf, nameField, orgIdField, timeField, tokenIdField } from "./fields.ts";

/** The most that the body of a new token may hold, however it is indented. */
export const MAX_NEW_TOKEN_BYTES = 16 * 1024;

/** An API token without its text. */
export const ApiToken = z.codec(
  z.object({
    token_id: tokenIdField,
    name: z.nullable(z.string()),
    org_id: z.nullable(orgIdField),
    role: z.enum(API_ROLES),
    key_ids: z.nullable(listOf(keyIdField, MAX_TOKEN_KEYS)),
    created_at: timeField,
    expires_at: z.nullable(timeField),
    revoked_at: z.nullable(timeField),
  }),
  z.custom<ApiTokenInfo>(),
  {
    decode: (body) => ({
      id: body.token_id,
      name: body.name,
      orgId: body.org_id,
      role: body.role,
      keyIds: body.key_ids,
      createdAt: body.created_at,
      expiresAt: body.expires_at,
      revokedAt: body.revoked_at,
    }),
    encode: (token) => ({
      token_id: token.id,
      name: token.name,
      org_id: token.orgId,
      role: token.role,
      key_ids: token.keyIds && [...token.keyIds],
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: token.revokedAt,
    }),
  },
);

/** `POST /v1/tokens`. With `org_id` null, for all organisations. */
export const NewApiToken = z.strictObject({
  org_id: z.nullable(orgIdField),
  name: z._default(z.nullable(nameField), null),
  role: z.enum(API_ROLES),
  key_ids: z._default(z.nullable(listOf(keyIdField, MAX_TOKEN_KEYS)), null),
  expires_at: z._default(z.nullable(timeField), null),
});

/** A new token: its text is in this answer and nowhere else. */
export const CreatedApiToken = z.object({
  token: z.string().check(
    z.regex(/^clk_[A-Za-z0-9_-]{43}$/, "must be a token"),
    z.refine(isApiToken, "must be a token"),
  ),
  info: ApiToken,
});
