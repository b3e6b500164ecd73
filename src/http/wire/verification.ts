import * as z from "zod/mini";
import type { PreflightReport } from "../../operations/operations.ts";
import { fingerprintField, listOf, orgIdField, packageHashField } from "./fields.ts";
import { GivenSignature, MadeSignature } from "./signature.ts";
import { TrustedKey } from "./trusted_key.ts";

/** `POST /v1/verify`: by the signature that is given, else by those that are stored. */
export const VerifyRequest = z.strictObject({
  org_id: orgIdField,
  package_hash: packageHashField,
  signature: z._default(z.nullable(GivenSignature), null),
});

/** A package that passed; one that does not is an error with its code. */
export const Verified = z.object({
  verified: z.literal(true),
  signature: MadeSignature,
  key: TrustedKey,
  /** Whether it comes from a standby of the database, which may be behind its primary. Older servers do not say. */
  from_standby: z._default(z.boolean(), false),
});

/** The most warnings of a preflight: there are four kinds, and later servers may have more. */
const MAX_WARNINGS = 16;

/** `POST /v1/preflight` */
export const PreflightRequest = z.strictObject({
  org_id: orgIdField,
  package_hash: packageHashField,
});

/** What the engine would answer to an upload. */
export const Preflight = z.codec(
  z.object({
    answer: z.enum(["accepted", "signature_not_found", "untrusted_signer", "invalid_signature"]),
    reason: z.string(),
    warnings: listOf(z.string(), MAX_WARNINGS),
    signer: z.nullable(fingerprintField),
  }),
  z.custom<PreflightReport>(),
  { decode: (body) => body, encode: (report) => ({ ...report, warnings: [...report.warnings] }) },
);
