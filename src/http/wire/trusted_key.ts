import * as z from "zod/mini";
import { nameField, orgIdField, publicKeyField } from "../../contract/fields.ts";

/** `POST /v1/trusted-keys` */
export const NewTrustedKey = z.strictObject({
  org_id: orgIdField,
  public_key: publicKeyField,
  name: z._default(z.nullable(nameField), null),
});

/** `GET /v1/known-keys/{fingerprint}` */
export const KnownKey = z.object({ known: z.boolean() });

/** `POST /v1/trusted-keys/{fingerprint}/revoke` */
export const TrustRevocation = z.strictObject({
  org_id: orgIdField,
  dry_run: z._default(z.boolean(), false),
});
