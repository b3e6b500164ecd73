import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { signingKeyStatus } from "../../domain/status.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";
import { shownField } from "./shown_field.ts";

/** A signing key of a store as lines of text. */
export function signingKeyFields(key: Stored<SigningKeyInfo>): Fields {
  const { id, name, publicKey, orgId, createdAt, revokedAt } = fieldsOf(key);
  return [
    ["key id", shownField(id, String)],
    ["name", shownField(name, String)],
    ["fingerprint", shownField(publicKey?.fingerprint, String)],
    ["organisation", shownField(orgId, String)],
    ["created", shownField(createdAt, toRfc3339)],
    ...(revokedAt ? [["revoked", toRfc3339(revokedAt)] as const] : []),
    ["status", storedKeyStatus(key)],
    ...(key.fault === null ? [] : [["fault", key.fault] as const]),
  ];
}

/** The status of a signing key, whose row may be damaged. */
export function storedKeyStatus(key: Stored<SigningKeyInfo>): string {
  return isDamaged(key) ? "damaged" : signingKeyStatus(key);
}
