import * as z from "zod/mini";
import type { KeyTrust, TrustedKeyInfo } from "../../operations/operations.ts";
import { fingerprintField, nameField, orgIdField, publicKeyField, timeField } from "./fields.ts";
import { impactFields } from "./impact.ts";

const trustedKeyFields = {
  fingerprint: fingerprintField,
  public_key: publicKeyField,
  name: z.nullable(z.string()),
  trusted_by: orgIdField,
  trusted_at: timeField,
  revoked_at: z.nullable(timeField),
  is_trusted: z.boolean(),
  fault: z.nullable(z.string()),
};

const TrustedKeyFields = z.object(trustedKeyFields);

/** A row by which an organisation trusts a key, its own or that of one that it grants trust to. */
export const TrustedKey = z.codec(TrustedKeyFields, z.custom<TrustedKeyInfo>(), {
  decode: (body) => toKey(body),
  encode: (key) => toFields(key),
});

/** The answer of `POST /v1/trusted-keys`: the row, and what it was before. */
export const KeyTrusted = z.codec(
  z.object({
    ...trustedKeyFields,
    was_trusted: z.boolean(),
    was_revoked_at: z.nullable(timeField),
  }),
  z.custom<KeyTrust>(),
  {
    decode: (body) => ({
      ...toKey(body),
      wasTrusted: body.was_trusted,
      wasRevokedAt: body.was_revoked_at,
    }),
    encode: (key) => ({
      ...toFields(key),
      was_trusted: key.wasTrusted,
      was_revoked_at: key.wasRevokedAt,
    }),
  },
);

function toKey(body: z.output<typeof TrustedKeyFields>): TrustedKeyInfo {
  return {
    publicKey: { bytes: body.public_key, fingerprint: body.fingerprint },
    name: body.name,
    trustedBy: body.trusted_by,
    trustedAt: body.trusted_at,
    revokedAt: body.revoked_at,
    isTrusted: body.is_trusted,
    fault: body.fault,
  };
}

function toFields(key: TrustedKeyInfo): z.output<typeof TrustedKeyFields> {
  return {
    fingerprint: key.publicKey.fingerprint,
    public_key: key.publicKey.bytes,
    name: key.name,
    trusted_by: key.trustedBy,
    trusted_at: key.trustedAt,
    revoked_at: key.revokedAt,
    is_trusted: key.isTrusted,
    fault: key.fault,
  };
}

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
