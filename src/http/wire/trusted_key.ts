import * as z from "zod/mini";
import type { TrustedKeyInfo } from "../../operations/operations.ts";
import { fingerprintField, nameField, orgIdField, publicKeyField, timeField } from "./fields.ts";
import { impactFields } from "./impact.ts";

/** A row by which an organisation trusts a key, its own or that of one that it grants trust to. */
export const TrustedKey = z.codec(
  z.object({
    fingerprint: fingerprintField,
    public_key: publicKeyField,
    name: z.nullable(z.string()),
    trusted_by: orgIdField,
    trusted_at: timeField,
    revoked_at: z.nullable(timeField),
    is_trusted: z.boolean(),
    fault: z.nullable(z.string()),
  }),
  z.custom<TrustedKeyInfo>(),
  {
    decode: (body) => ({
      publicKey: { bytes: body.public_key, fingerprint: body.fingerprint },
      name: body.name,
      trustedBy: body.trusted_by,
      trustedAt: body.trusted_at,
      revokedAt: body.revoked_at,
      isTrusted: body.is_trusted,
      fault: body.fault,
    }),
    encode: (key) => ({
      fingerprint: key.publicKey.fingerprint,
      public_key: key.publicKey.bytes,
      name: key.name,
      trusted_by: key.trustedBy,
      trusted_at: key.trustedAt,
      revoked_at: key.revokedAt,
      is_trusted: key.isTrusted,
      fault: key.fault,
    }),
  },
);

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

/** What was revoked, or would be. */
export const TrustRevoked = z.object({ key: TrustedKey, ...impactFields });
