import * as z from "zod/mini";
import { API_ROLES, type ApiRole, type ApiTokenId, MAX_TOKEN_KEYS } from "../domain/api_token.ts";
import type { KeyId, OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import { endpoint } from "./endpoint.ts";
import { itemsOf, keyIdField, listOf, nameField, orgIdField, timeField } from "./fields.ts";
import { tokenIdField } from "./fields.ts";
import { flagField, listQuery, optionalOrgField } from "./queries.ts";
import { givenRecordOf, orDamaged } from "./record.ts";
import { ApiToken, CreatedApiToken, DamagedApiToken } from "./records.ts";

/** The properties of a new token. */
export interface CreateTokenRequest {
  /** Null for all organisations. */
  readonly orgId: OrgId | null;
  readonly name: string | null;
  readonly role: ApiRole;
  /** The signing keys that the token is limited to; null for all. */
  readonly keyIds: readonly KeyId[] | null;
  /** Null if the token does not expire. */
  readonly expiresAt: Date | null;
}

/** With `orgId` null, all tokens; otherwise those limited to this organisation. */
export interface ListTokensRequest {
  readonly orgId: OrgId | null;
  readonly includeRevoked: boolean;
  readonly page: Page;
}

/** With `orgId`, only a token limited to this organisation. */
export interface RevokeTokenRequest {
  readonly id: ApiTokenId;
  readonly orgId: OrgId | null;
}

/** Operations on API tokens. */
export const TOKENS = {
  /** The answer contains the token's text, which is not stored. */
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
    // Enough for 100 keys with any indentation.
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
    answer: itemsOf(orDamaged(ApiToken, DamagedApiToken)),
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
    answer: orDamaged(ApiToken, DamagedApiToken),
    isIdempotent: false,
  }),
} as const;
