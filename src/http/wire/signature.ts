import * as z from "zod/mini";
import { listOf, orgIdField, packageHashField } from "../../contract/fields.ts";
import { GivenSignature, MAX_SIGNATURES } from "../../contract/records.ts";

/** The most that a body with so many hashes may hold, however it is indented. */
export const MAX_SIGN_BYTES = 128 * 1024;

/** The most that a body with so many signatures may hold, however it is indented. */
export const MAX_IMPORT_BYTES = 640 * 1024;

/** `POST /v1/signing-keys/{key_id}/signatures`: one hash, or up to 1,000. */
export const SignRequest = z.union([
  z.strictObject({ package_hash: packageHashField, store: z._default(z.boolean(), false) }),
  z.strictObject({
    package_hashes: listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
    store: z._default(z.boolean(), false),
  }),
]);

/** `POST /v1/signatures` */
export const SignatureImport = z.strictObject({
  org_id: orgIdField,
  signatures: listOf(GivenSignature, MAX_SIGNATURES).check(z.minLength(1)),
});
