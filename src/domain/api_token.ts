import { hasExpired } from "./expiry.ts";
import type { KeyId, OrgId } from "./ids.ts";

declare const brand: unique symbol;

/** The ID of an API token: a UUID in lower case. */
export type ApiTokenId = string & { readonly [brand]: "API token" };

/** Lower-case hex SHA-256 of a token's text: 64 characters. The token itself is not stored. */
export type ApiTokenHash = string & { readonly [brand]: "API token hash" };

/** The roles of API tokens, in ascending order: each includes those before it. */
export const API_ROLES = ["read", "sign", "admin"] as const;

/** A role of an API token. */
export type ApiRole = typeof API_ROLES[number];

/** The most signing keys that a token may be limited to. */
export const MAX_TOKEN_KEYS = 100;

/** A row of `cloacina_api_tokens`, a table that cloacina adds to the engine's. */
export interface ApiTokenRecord {
  readonly id: ApiTokenId;
  readonly tokenHash: ApiTokenHash;
  readonly name: string | null;
  /** The organisation that the token is limited to; null for all organisations. */
  readonly orgId: OrgId | null;
  readonly role: ApiRole;
  /** The signing keys that it is limited to; null for all keys that it has access to. */
  readonly keyIds: readonly KeyId[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Statuses of an API token. */
export const API_TOKEN_STATUSES = ["active", "revoked", "expired"] as const;

/** An API token as it is displayed, without its text or hash. */
export interface ApiTokenInfo extends Omit<ApiTokenRecord, "tokenHash"> {
  /** By the clock of the process that reads it. */
  readonly status: typeof API_TOKEN_STATUSES[number];
}

/** A new API token: its text, which is shown only once, and what is displayed of it later. */
export interface CreatedApiToken {
  readonly token: string;
  readonly info: ApiTokenInfo;
}

/** Why a token is not valid at `now`; null if it is valid. */
export function whyUnusable(
  { revokedAt, expiresAt }: Pick<ApiTokenRecord, "revokedAt" | "expiresAt">,
  now: Date,
): "revoked" | "expired" | null {
  if (revokedAt !== null) return "revoked";
  return hasExpired(expiresAt, now) ? "expired" : null;
}

/** Whether a role includes another one. */
export function includesRole(role: ApiRole, wanted: ApiRole): boolean {
  return API_ROLES.indexOf(role) >= API_ROLES.indexOf(wanted);
}
