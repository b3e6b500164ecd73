import type { Damaged } from "../../domain/damaged.ts";
import { faultOf } from "../../domain/key_fault.ts";
import type { TrustedKeyRecord } from "../../domain/records.ts";
import { standingOf, type TrustFacts } from "../../domain/trust.ts";
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

/** Converts a row for display: validated, and with whether the organisation trusts it. */
export async function toTrustedKeyInfo(
  row: TrustedKeyRecord,
  facts: TrustFacts,
): Promise<TrustedKeyInfo> {
  const standing = standingOf(facts);
  const fault = await faultOf(row);
  const counts = standing.kind === "trusted" && standing.rows.some(({ id }) => id === row.id);
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
