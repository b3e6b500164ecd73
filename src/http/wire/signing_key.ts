import * as z from "zod/mini";
import type { SigningKeyInfo } from "../../operations/operations.ts";
import { fingerprintField, keyIdField, nameField, orgIdField } from "./fields.ts";
import { publicKeyField, timeField } from "./fields.ts";
import { impactFields } from "./impact.ts";

/** A signing key without its seed. */
export const SigningKey = z.codec(
  z.object({
    key_id: keyIdField,
    org_id: orgIdField,
    name: z.string(),
    public_key: publicKeyField,
    fingerprint: fingerprintField,
    created_at: timeField,
    revoked_at: z.nullable(timeField),
    fault: z.nullable(z.string()),
  }),
  z.custom<SigningKeyInfo>(),
  {
    decode: (body) => ({
      id: body.key_id,
      orgId: body.org_id,
      name: body.name,
      publicKey: { bytes: body.public_key, fingerprint: body.fingerprint },
      createdAt: body.created_at,
      revokedAt: body.revoked_at,
      fault: body.fault,
    }),
    encode: (key) => ({
      key_id: key.id,
      org_id: key.orgId,
      name: key.name,
      public_key: key.publicKey.bytes,
      fingerprint: key.publicKey.fingerprint,
      created_at: key.createdAt,
      revoked_at: key.revokedAt,
      fault: key.fault,
    }),
  },
);

/** `POST /v1/signing-keys` */
export const NewSigningKey = z.strictObject({
  org_id: orgIdField,
  name: nameField,
  trust: z._default(z.boolean(), false),
});

/** `POST /v1/signing-keys/{key_id}/rotate` */
export const Rotation = z.strictObject({ name: nameField });

/** What a rotation did. */
export const Rotated = z.object({
  old_key: SigningKey,
  new_key: SigningKey,
  old_is_trusted: z.boolean(),
});

/** `POST /v1/signing-keys/{key_id}/revoke` */
export const Revocation = z.strictObject({
  and_trust: z._default(z.boolean(), false),
  dry_run: z._default(z.boolean(), false),
});

/** What was revoked, or would be. */
export const Revoked = z.object({
  key: SigningKey,
  is_still_trusted: z.boolean(),
  ...impactFields,
});
