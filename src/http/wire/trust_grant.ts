import * as z from "zod/mini";
import { orgIdField } from "../../contract/fields.ts";

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
