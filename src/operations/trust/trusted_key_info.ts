import type { Damaged } from "../../domain/damaged.ts";
import { faultOf } from "../../domain/key_fault.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";

/** Converts a damaged row for display. Nobody trusts a key by it. */
export function toDamagedTrust(
  { fault, intact }: Damaged<TrustedKeyRecord>,
): Damaged<TrustedKeyInfo> {
  const { orgId: trustedBy, publicKey: bytes, fingerprint, ...others } = intact;
  return {
    fault,
    intact: {
      ...others,
      publicKey: { ...(bytes && { bytes }), ...(fingerprint && { fingerprint }) },
      ...(trustedBy && { trustedBy }),
      isTrusted: false,
    },
  };
}

/**
 * The key of the first consistent row of those by which it is trusted, at least one; without one, that of the first row,
 * which is not trusted. One is enough, so that the others, which may be thousands, are not validated.
 */
export function firstConsistent(
  [first, ...others]: readonly TrustedKeyRecord[],
): TrustedKeyInfo {
  const key = toTrustedKeyInfo(first!, true);
  if (key.isTrusted) return key;
  for (const row of others) {
    const other = toTrustedKeyInfo(row, true);
    if (other.isTrusted) return other;
  }
  return key;
}

/** Converts a row for display: validated. `counts` is whether the organisation trusts the key by it. */
export function toTrustedKeyInfo(row: TrustedKeyRecord, counts: boolean): TrustedKeyInfo {
  const fault = faultOf(row);
  return {
    id: row.id,
    publicKey: { bytes: row.publicKey, fingerprint: row.fingerprint },
    name: row.name,
    trustedBy: row.orgId,
    trustedAt: row.trustedAt,
    revokedAt: row.revokedAt,
    isTrusted: counts && fault === null,
    fault,
  };
}
