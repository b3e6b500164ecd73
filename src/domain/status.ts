import type { TrustGrantRecord } from "./records.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

// What a record comes to, in one word, for whoever reads a list of them.

/** Of a signing key. */
export const SIGNING_KEY_STATUSES = ["active", "revoked", "damaged"] as const;

/** Of a trusted key. One that a grant brings may be overruled by the organisation that asks. */
export const TRUSTED_KEY_STATUSES = ["trusted", "revoked", "overruled", "damaged"] as const;

/** Of a trust grant. */
export const TRUST_GRANT_STATUSES = ["active", "revoked"] as const;

/** A key whose row does not tell the truth is not used, whatever else the row says. */
export function signingKeyStatus(
  { revokedAt, fault }: Pick<SigningKeyInfo, "revokedAt" | "fault">,
): typeof SIGNING_KEY_STATUSES[number] {
  if (fault !== null) return "damaged";
  return revokedAt === null ? "active" : "revoked";
}

/** Whether a key is trusted now, and if not, why. */
export function trustedKeyStatus(
  { revokedAt, isTrusted, fault }: Pick<TrustedKeyInfo, "revokedAt" | "isTrusted" | "fault">,
): typeof TRUSTED_KEY_STATUSES[number] {
  if (fault !== null) return "damaged";
  if (revokedAt !== null) return "revoked";
  return isTrusted ? "trusted" : "overruled";
}

/** Whether a grant is in force. */
export function trustGrantStatus(
  { revokedAt }: Pick<TrustGrantRecord, "revokedAt">,
): typeof TRUST_GRANT_STATUSES[number] {
  return revokedAt === null ? "active" : "revoked";
}
