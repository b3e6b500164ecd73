import type { TrustGrantRecord } from "../../domain/records.ts";
import { trustGrantStatus } from "../../domain/status.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** A trust grant as lines of text. */
export function trustGrantFields(grant: TrustGrantRecord): Fields {
  return [
    ["organisation", grant.parentOrgId],
    ["trusts what", `organisation ${grant.childOrgId} trusts itself`],
    ["granted", toRfc3339(grant.grantedAt)],
    ["status", trustGrantStatus(grant)],
  ];
}
