import { type ApiTokenInfo, whyUnusable } from "../../domain/api_token.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** An API token as JSON. */
export function apiTokenJson(token: ApiTokenInfo, now: Date) {
  return {
    token_id: token.id,
    name: token.name,
    org_id: token.orgId,
    role: token.role,
    key_ids: token.keyIds,
    created_at: toRfc3339(token.createdAt),
    expires_at: token.expiresAt === null ? null : toRfc3339(token.expiresAt),
    revoked_at: token.revokedAt === null ? null : toRfc3339(token.revokedAt),
    status: apiTokenStatus(token, now),
  };
}

/** An API token as lines of text. */
export function apiTokenFields(token: ApiTokenInfo, now: Date): Fields {
  return [
    ["token id", token.id],
    ["name", token.name ?? "none"],
    ["role", token.role],
    ["organisation", token.orgId ?? "all of them"],
    ...(token.keyIds ?? []).map((id) => ["signs only with", id] as const),
    ["created", toRfc3339(token.createdAt)],
    ["expires", apiTokenExpiry(token)],
    ...(token.revokedAt === null ? [] : [["revoked", toRfc3339(token.revokedAt)] as const]),
    ["status", apiTokenStatus(token, now)],
  ];
}

/** When it stops counting by itself, in words. */
export function apiTokenExpiry({ expiresAt }: ApiTokenInfo): string {
  return expiresAt === null ? "never" : toRfc3339(expiresAt);
}

/** Whether the token counts, in a word. */
export function apiTokenStatus(token: ApiTokenInfo, now: Date): string {
  return whyUnusable(token, now) ?? "active";
}
