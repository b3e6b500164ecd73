import { signingKeyStatus } from "../../domain/status.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

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
