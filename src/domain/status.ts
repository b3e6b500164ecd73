import type { TrustGrantRecord } from "./records.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

// The status of a record, as lists show it.

/** Statuses of a signing key. */
export const SIGNING_KEY_STATUSES = ["active", "revoked", "damaged"] as const;

/**
 * Statuses of a trusted key. One that is trusted through a grant may be overruled by the organisation's own revocation.
 */
export const TRUSTED_KEY_STATUSES = ["trusted", "revoked", "overruled", "damaged"] as const;

/** Statuses of a trust grant. */
export const TRUST_GRANT_STATUSES = ["active", "revoked"] as const;

/** The status of a signing key. A damaged row is never used, whether revoked or not. */
export function signingKeyStatus(
  { revokedAt, fault }: Pick<SigningKeyInfo, "revokedAt" | "fault">,
): typeof SIGNING_KEY_STATUSES[number] {
  if (fault !== null) return "damaged";
  return revokedAt === null ? "active" : "revoked";
}

/** The status of a trusted key. */
export function trustedKeyStatus(
  { revokedAt, isTrusted, fault }: Pick<TrustedKeyInfo, "revokedAt" | "isTrusted" | "fault">,
): typeof TRUSTED_KEY_STATUSES[number] {
  if (fault !== null) return "damaged";
  if (revokedAt !== null) return "revoked";
  return isTrusted ? "trusted" : "overruled";
}

/** The status of a trust grant. */
export function trustGrantStatus(
  { revokedAt }: Pick<TrustGrantRecord, "revokedAt">,
): typeof TRUST_GRANT_STATUSES[number] {
  return revokedAt === null ? "active" : "revoked";
}
