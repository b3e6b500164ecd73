import * as z from "zod/mini";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { orgIdField, timeField } from "./fields.ts";

/** The most grants of an organisation that are spoken of. */
export const MAX_GRANTS = 100_000;

/** A trust grant: the parent also accepts every key that the child itself trusts. */
export const TrustGrant = z.codec(
  z.object({
    grant_id: z.string().check(z.maxLength(64)),
    parent_org_id: orgIdField,
    child_org_id: orgIdField,
    granted_at: timeField,
    revoked_at: z.nullable(timeField),
  }),
  z.custom<TrustGrantRecord>(),
  {
    decode: (body) => ({
      id: body.grant_id,
      parentOrgId: body.parent_org_id,
      childOrgId: body.child_org_id,
      grantedAt: body.granted_at,
      revokedAt: body.revoked_at,
    }),
    encode: (grant) => ({
      grant_id: grant.id,
      parent_org_id: grant.parentOrgId,
      child_org_id: grant.childOrgId,
      granted_at: grant.grantedAt,
      revoked_at: grant.revokedAt,
    }),
  },
);

/** The two sides of a grant: `POST /v1/trust-grants`, and `POST /v1/trust-grants/revoke`. */
export const TrustGrantPair = z.strictObject({
  parent_org_id: orgIdField,
  child_org_id: orgIdField,
});

/** The two sides of a grant that was taken back. */
export const RevokedTrustGrant = z.object({
  parent_org_id: orgIdField,
  child_org_id: orgIdField,
});
