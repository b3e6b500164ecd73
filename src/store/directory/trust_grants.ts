import * as z from "zod/mini";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { documentOf, timeField, uuidField } from "./document_fields.ts";
import { type RecordKind, STATUS, statusPart, TIME, timePart, UUID } from "./record_kind.ts";

const Document = documentOf({
  id: uuidField(),
  parent_org_id: uuidField<OrgId>(),
  child_org_id: uuidField<OrgId>(),
  granted_at: timeField(),
  revoked_at: z.nullable(timeField()),
});

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
  decode: (document) => {
    const fields = z.decode(Document, document as z.input<typeof Document>);
    return {
      id: fields.id,
      parentOrgId: fields.parent_org_id,
      childOrgId: fields.child_org_id,
      grantedAt: fields.granted_at,
      revokedAt: fields.revoked_at,
    };
  },
  encode: (grant) =>
    z.encode(Document, {
      version: 1,
      id: grant.id,
      parent_org_id: grant.parentOrgId,
      child_org_id: grant.childOrgId,
      granted_at: grant.grantedAt,
      revoked_at: grant.revokedAt,
    }),
};

/** The group of the grants that a parent gave. */
export function trustGrantGroup(parentOrgId: string): string {
  return parentOrgId.slice(0, 1);
}
