import * as z from "zod/mini";
import { orgIdField, packageHashField } from "../../contract/fields.ts";
import { GivenSignature } from "../../contract/records.ts";

/** `POST /v1/verify`: by the signature that is given, else by those that are stored. */
export const VerifyRequest = z.strictObject({
  org_id: orgIdField,
  package_hash: packageHashField,
  signature: z._default(z.nullable(GivenSignature), null),
});

/** `POST /v1/preflight` */
export const PreflightRequest = z.strictObject({
  org_id: orgIdField,
  package_hash: packageHashField,
});
