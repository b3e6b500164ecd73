import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** A trusted key as JSON. */
export function trustedKeyJson(key: TrustedKeyInfo) {
  return {
    fingerprint: key.publicKey.fingerprint,
    name: key.name,
    trusted_by: key.trustedBy,
    trusted_at: toRfc3339(key.trustedAt),
    revoked_at: key.revokedAt === null ? null : toRfc3339(key.revokedAt),
    status: trustedKeyStatus(key),
    ...(key.fault !== null && { fault: key.fault }),
  };
}

/** A trusted key as lines of text. */
export function trustedKeyFields(key: TrustedKeyInfo): Fields {
  return [
    ["fingerprint", key.publicKey.fingerprint],
    ["name", key.name ?? "none"],
    ["trusted by", key.trustedBy],
    ["trusted at", toRfc3339(key.trustedAt)],
    ["status", trustedKeyStatus(key)],
    ...(key.fault === null ? [] : [["fault", key.fault] as const]),
  ];
}

/** Whether the key counts, in a word. One that another organisation trusts may be overruled by the one that asks. */
export function trustedKeyStatus({ revokedAt, isTrusted, fault }: TrustedKeyInfo): string {
  if (fault !== null) return "damaged";
  if (revokedAt !== null) return "revoked";
  return isTrusted ? "trusted" : "overruled";
}
