import type { TrustGrantRecord } from "../../domain/records.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Fields } from "../terminal/output.ts";

/** A trust grant as JSON. */
export function trustGrantJson(grant: TrustGrantRecord) {
  return {
    parent_org_id: grant.parentOrgId,
    child_org_id: grant.childOrgId,
    granted_at: toRfc3339(grant.grantedAt),
    revoked_at: grant.revokedAt === null ? null : toRfc3339(grant.revokedAt),
    status: trustGrantStatus(grant),
  };
}

/** A trust grant as lines of text. */
export function trustGrantFields(grant: TrustGrantRecord): Fields {
  return [
    ["organisation", grant.parentOrgId],
    ["trusts what", `organisation ${grant.childOrgId} trusts itself`],
    ["granted", toRfc3339(grant.grantedAt)],
    ["status", trustGrantStatus(grant)],
  ];
}

/** Whether the grant counts, in a word. */
export function trustGrantStatus({ revokedAt }: TrustGrantRecord): string {
  return revokedAt === null ? "active" : "revoked";
}
