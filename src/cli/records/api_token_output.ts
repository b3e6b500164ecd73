import type { ApiTokenInfo } from "../../domain/api_token.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** An API token as lines of text. */
export function apiTokenFields(token: ApiTokenInfo): Fields {
  return [
    ["token id", token.id],
    ["name", token.name ?? "none"],
    ["role", token.role],
    ["organisation", token.orgId ?? "all of them"],
    ...(token.keyIds ?? []).map((id) => ["signs only with", id] as const),
    ["created", toRfc3339(token.createdAt)],
    ["expires", apiTokenExpiry(token)],
    ...(token.revokedAt === null ? [] : [["revoked", toRfc3339(token.revokedAt)] as const]),
    ["status", token.status],
  ];
}

/** When it expires, in words. */
export function apiTokenExpiry({ expiresAt }: ApiTokenInfo): string {
  return expiresAt === null ? "never" : toRfc3339(expiresAt);
}
