import { LOWER_UUID_SOURCE as UUID } from "../../domain/patterns.ts";
import { trustGrantRow } from "../../contract/rows.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { ROW_FIELDS, rowCodec } from "./document_fields.ts";
import { partTime, type RecordKind, STATUS, statusPart, TIME, timePart } from "./record_kind.ts";

/** What a grant's file name says. */
export type TrustGrantPart = "parent" | "child" | "status";

/** Trust grants, as `key_trust_acls` has them; sixteen groups by parent. */
export const TRUST_GRANTS: RecordKind<TrustGrantRecord, TrustGrantPart> = {
  folder: "trust-grants",
  parts: { parent: UUID, child: UUID, time: TIME, id: UUID, status: STATUS },
  identity: ["parent", "child"],
  groupOf: ({ parent }) => trustGrantGroup(parent),
  describe: (grant) => ({
    parent: grant.parentOrgId,
    child: grant.childOrgId,
    time: timePart(grant.grantedAt),
    id: grant.id,
    status: statusPart(grant.revokedAt),
  }),
  named: ({ id, parent, child, time }) => ({
    id,
    parentOrgId: parent as OrgId,
    childOrgId: child as OrgId,
    grantedAt: partTime(time),
  }),
  codec: rowCodec(trustGrantRow("id", ROW_FIELDS)),
};

/** The group of the grants that a parent gave. */
export function trustGrantGroup(parentOrgId: string): string {
  return parentOrgId.slice(0, 1);
}
