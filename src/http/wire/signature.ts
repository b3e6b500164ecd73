import * as z from "zod/mini";
import type { SignatureRecord } from "../../domain/records.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import { fingerprintField, listOf, orgIdField, packageHashField } from "./fields.ts";
import { signatureField, timeField, timeTextField } from "./fields.ts";
import { SigningKey } from "./signing_key.ts";

/** The most hashes that are signed, and signatures that are stored, by one request. */
export const MAX_SIGNATURES = 1000;

/** The most that a body with so many hashes may hold, however it is indented. */
export const MAX_SIGN_BYTES = 128 * 1024;

/** The most that a body with so many signatures may hold, however it is indented. */
export const MAX_IMPORT_BYTES = 640 * 1024;

const FIELDS = {
  package_hash: packageHashField,
  key_fingerprint: fingerprintField,
  signature: signatureField,
  signed_at: timeTextField,
};

/** A signature as it travels to be verified or stored: the fields of a detached signature (DESIGN section 3). */
export const GivenSignature = signatureCodec(z.strictObject({
  version: z._default(z.literal(1), 1),
  algorithm: z._default(z.literal("ed25519"), "ed25519"),
  ...FIELDS,
}));

/** A signature that was made, with the fields of a detached signature. */
export const MadeSignature = signatureCodec(z.object({
  version: z.literal(1),
  algorithm: z.literal("ed25519"),
  ...FIELDS,
}));

/** `POST /v1/signing-keys/{key_id}/signatures`: one hash, or up to 1,000. */
export const SignRequest = z.union([
  z.strictObject({ package_hash: packageHashField, store: z._default(z.boolean(), false) }),
  z.strictObject({
    package_hashes: listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
    store: z._default(z.boolean(), false),
  }),
]);

/** The signatures in the order of the hashes, and the key that made them. */
export const Signed = z.object({
  key: SigningKey,
  signatures: listOf(MadeSignature, MAX_SIGNATURES),
});

/** `POST /v1/signatures` */
export const SignatureImport = z.strictObject({
  org_id: orgIdField,
  signatures: listOf(GivenSignature, MAX_SIGNATURES).check(z.minLength(1)),
});

/** A stored signature, as its row claims it to be. */
export const StoredSignature = z.codec(
  z.object({
    signature_id: z.string().check(z.maxLength(64)),
    package_hash: packageHashField,
    key_fingerprint: fingerprintField,
    signature: signatureField,
    signed_at: timeField,
    org_id: z.nullable(orgIdField),
  }),
  z.custom<SignatureRecord>(),
  {
    decode: (body) => ({
      id: body.signature_id,
      packageHash: body.package_hash,
      keyFingerprint: body.key_fingerprint,
      signature: body.signature,
      signedAt: body.signed_at,
      orgId: body.org_id,
    }),
    encode: (row) => ({
      signature_id: row.id,
      package_hash: row.packageHash,
      key_fingerprint: row.keyFingerprint,
      signature: row.signature,
      signed_at: row.signedAt,
      org_id: row.orgId,
    }),
  },
);

function signatureCodec<
  Body extends z.ZodMiniType<
    {
      version: 1;
      algorithm: "ed25519";
      package_hash: PackageSignature["packageHash"];
      key_fingerprint: PackageSignature["keyFingerprint"];
      signature: Uint8Array<ArrayBuffer>;
      signed_at: string;
    }
  >,
>(body: Body) {
  return z.codec(body, z.custom<PackageSignature>(), {
    decode: (fields): PackageSignature => ({
      packageHash: fields.package_hash,
      keyFingerprint: fields.key_fingerprint,
      signature: fields.signature,
      signedAt: fields.signed_at,
    }),
    encode: (signature) => ({
      version: 1,
      algorithm: "ed25519",
      package_hash: signature.packageHash,
      key_fingerprint: signature.keyFingerprint,
      signature: signature.signature,
      signed_at: signature.signedAt,
    } as z.output<Body>),
  });
}
