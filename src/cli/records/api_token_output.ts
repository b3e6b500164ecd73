import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";
import { shownField } from "./shown_field.ts";

/** An API token, whose row may be damaged, as lines of text. */
export function apiTokenFields(token: Stored<ApiTokenInfo>): Fields {
  const { id, name, role, orgId, keyIds, createdAt, revokedAt } = fieldsOf(token);
  return [
    ["token id", shownField(id, String)],
    ["name", shownField(name, String, "none")],
    ["role", shownField(role, String)],
    ["organisation", shownField(orgId, String, "all of them")],
    ...(keyIds ?? []).map((keyId) => ["signs only with", keyId] as const),
    ["created", shownField(createdAt, toRfc3339)],
    ["expires", apiTokenExpiry(token)],
    ...(revokedAt ? [["revoked", toRfc3339(revokedAt)] as const] : []),
    ["status", apiTokenStatus(token)],
    ...(isDamaged(token) ? [["fault", token.fault] as const] : []),
  ];
}

/** When it expires, in words. */
export function apiTokenExpiry(token: Stored<ApiTokenInfo>): string {
  return shownField(fieldsOf(token).expiresAt, toRfc3339, "never");
}

/** Its status, or that its row is damaged. */
export function apiTokenStatus(token: Stored<ApiTokenInfo>): string {
  return isDamaged(token) ? "damaged" : token.status;
}
