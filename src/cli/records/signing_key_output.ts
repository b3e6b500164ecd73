import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** A signing key of a store as JSON. */
export function signingKeyJson(key: SigningKeyInfo) {
  return {
    key_id: key.id,
    name: key.name,
    fingerprint: key.publicKey.fingerprint,
    org_id: key.orgId,
    created_at: toRfc3339(key.createdAt),
    revoked_at: key.revokedAt === null ? null : toRfc3339(key.revokedAt),
    status: signingKeyStatus(key),
    ...(key.fault !== null && { fault: key.fault }),
  };
}

/** A signing key of a store as lines of text. */
export function signingKeyFields(key: SigningKeyInfo): Fields {
  const revokedAt = key.revokedAt === null ? [] : [["revoked", toRfc3339(key.revokedAt)] as const];
  const fault = key.fault === null ? [] : [["fault", key.fault] as const];
  return [
    ["key id", key.id],
    ["name", key.name],
    ["fingerprint", key.publicKey.fingerprint],
    ["organisation", key.orgId],
    ["created", toRfc3339(key.createdAt)],
    ...revokedAt,
    ["status", signingKeyStatus(key)],
    ...fault,
  ];
}

/** What may be done with a key, in a word. A row that does not tell the truth is not to be used. */
export function signingKeyStatus({ revokedAt, fault }: SigningKeyInfo): string {
  if (fault !== null) return "damaged";
  return revokedAt === null ? "active" : "revoked";
}
