import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { trustedKeyStatus } from "../../domain/status.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";
import { shownField } from "./shown_field.ts";

/** A trusted key as lines of text; one whose row is damaged has the ID by which it is revoked. */
export function trustedKeyFields(key: Stored<TrustedKeyInfo>): Fields {
  const { id, publicKey, name, trustedBy, trustedAt } = fieldsOf(key);
  return [
    ...(isDamaged(key) ? [["trusted key id", shownField(id, String)] as const] : []),
    ["fingerprint", shownField(publicKey?.fingerprint, String)],
    ["name", shownField(name, String, "none")],
    ["trusted by", shownField(trustedBy, String)],
    ["trusted at", shownField(trustedAt, toRfc3339)],
    ["status", storedTrustStatus(key)],
    ...(key.fault === null ? [] : [["fault", key.fault] as const]),
  ];
}

/** The status of a trusted key, whose row may be damaged. */
export function storedTrustStatus(key: Stored<TrustedKeyInfo>): string {
  return isDamaged(key) ? "damaged" : trustedKeyStatus(key);
}
