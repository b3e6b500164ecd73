import { trustedKeyStatus } from "../../domain/status.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

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
