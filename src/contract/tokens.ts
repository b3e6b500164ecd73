import * as z from "zod/mini";
import { API_ROLES, type ApiRole, type ApiTokenId, MAX_TOKEN_KEYS } from "../domain/api_token.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import { endpoint } from "./endpoint.ts";
import { itemsOf, keyIdField, listOf, nameField, orgIdField, timeField } from "./fields.ts";
import { tokenIdField } from "./fields.ts";
import { flagField, listQuery, optionalOrgField } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import { ApiToken, CreatedApiToken } from "./records.ts";

/** What a new token is to be. */
export interface CreateTokenRequest {
  /** Null for all organisations. */
  readonly orgId: OrgId | null;
  readonly name: string | null;
  readonly role: ApiRole;
  /** The only signing keys that the role sign signs with; null for all. */
  readonly keyIds: readonly KeyId[] | null;
  /** Null for never. */
  readonly expiresAt: Date | null;
}

/** With `orgId` null, all tokens; else those for this organisation alone. */
export interface ListTokensRequest {
  readonly orgId: OrgId | null;
  readonly includeRevoked: boolean;
  readonly page: Page;
}

/** With `orgId`, only a token for this organisation alone. */
export interface RevokeTokenRequest {
  readonly id: ApiTokenId;
  readonly orgId: OrgId | null;
}

/** What can be done with API tokens. */
export const TOKENS = {
  /** The answer has the token's text, which is kept nowhere. */
  create: endpoint({
    method: "POST",
    path: "/v1/tokens",
    summary: "Create an API token; its text is in this answer and nowhere else",
    role: "admin",
    scope: "own",
    body: givenRecordOf<CreateTokenRequest>({
      orgId: ["org_id", z.nullable(orgIdField)],
      name: ["name", z._default(z.nullable(nameField), null)],
      role: ["role", z.enum(API_ROLES)],
      keyIds: ["key_ids", z._default(z.nullable(listOf(keyIdField, MAX_TOKEN_KEYS)), null)],
      expiresAt: ["expires_at", z._default(z.nullable(timeField), null)],
    }),
    // 100 keys, however the body is indented.
    maxBytes: 16 * 1024,
    status: 201,
    answer: CreatedApiToken,
    isIdempotent: false,
  }),
  list: endpoint({
    method: "GET",
    path: "/v1/tokens",
    summary: "List API tokens, oldest first",
    role: "admin",
    scope: "ownOrNone",
    query: listQuery<ListTokensRequest>({
      orgId: ["org_id", optionalOrgField],
      includeRevoked: ["include_revoked", z._default(flagField, false)],
    }),
    answer: itemsOf(ApiToken),
  }),
  /** Throws `token_not_found`. */
  revoke: endpoint({
    method: "POST",
    path: "/v1/tokens/:token_id/revoke",
    summary: "Revoke an API token, from the next request on",
    role: "admin",
    scope: "ownOrNone",
    params: givenRecordOf<Pick<RevokeTokenRequest, "id">>({ id: ["token_id", tokenIdField] }),
    query: givenRecordOf<Pick<RevokeTokenRequest, "orgId">>({
      orgId: ["org_id", optionalOrgField],
    }),
    answer: ApiToken,
    isIdempotent: false,
  }),
} as const;
