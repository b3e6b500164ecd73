import type { KeyId, OrgId } from "./ids.ts";

declare const brand: unique symbol;

/** An API token's row: a UUID in lower case. */
export type ApiTokenId = string & { readonly [brand]: "API token" };

/** Lower-case hex SHA-256 of a token's text: 64 characters. The token itself is kept nowhere. */
export type ApiTokenHash = string & { readonly [brand]: "API token hash" };

/** How every token begins, so that secret scanners find one that leaked. */
export const API_TOKEN_PREFIX = "clk_";

/** What a token may do, from little to much: each role may do what those before it may. */
export const API_ROLES = ["read", "sign", "admin"] as const;

/** A role of an API token. */
export type ApiRole = typeof API_ROLES[number];

/** The most signing keys that a token may be limited to. */
export const MAX_TOKEN_KEYS = 100;

/** A row of `cloacina_api_tokens`, our own table: who may use the API, and for what. */
export interface ApiTokenRecord {
  readonly id: ApiTokenId;
  readonly tokenHash: ApiTokenHash;
  readonly name: string | null;
  /** The one organisation that the token sees; null for all of them. */
  readonly orgId: OrgId | null;
  readonly role: ApiRole;
  /** The only signing keys that it signs with; null for every key that it sees. */
  readonly keyIds: readonly KeyId[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whether a token is accepted, in a word. */
export const API_TOKEN_STATUSES = ["active", "revoked", "expired"] as const;

/** An API token as it is shown: what it may do and for whom, never its text nor the hash of that. */
export interface ApiTokenInfo extends Omit<ApiTokenRecord, "tokenHash"> {
  /** By the clock of whoever accepts it. */
  readonly status: typeof API_TOKEN_STATUSES[number];
}

/** A new API token: its text, which is seen this once, and what is kept of it. */
export interface CreatedApiToken {
  readonly token: string;
  readonly info: ApiTokenInfo;
}

/** Why a token does not count at a moment, in a word; null where it does. */
export function whyUnusable(
  { revokedAt, expiresAt }: Pick<ApiTokenRecord, "revokedAt" | "expiresAt">,
  now: Date,
): "revoked" | "expired" | null {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt.getTime() <= now.getTime() ? "expired" : null;
}

/** Whether a role includes another one. */
export function includesRole(role: ApiRole, wanted: ApiRole): boolean {
  return API_ROLES.indexOf(role) >= API_ROLES.indexOf(wanted);
}
