import * as z from "zod/mini";
import { nameField, orgIdField } from "../../contract/fields.ts";

/** `POST /v1/signing-keys` */
export const NewSigningKey = z.strictObject({
  org_id: orgIdField,
  name: nameField,
  trust: z._default(z.boolean(), false),
});

/** `POST /v1/signing-keys/{key_id}/rotate` */
export const Rotation = z.strictObject({ name: nameField });

/** `POST /v1/signing-keys/{key_id}/revoke` */
export const Revocation = z.strictObject({
  and_trust: z._default(z.boolean(), false),
  dry_run: z._default(z.boolean(), false),
});
