import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { PackageSignature } from "../domain/signature.ts";
import { endpoint } from "./endpoint.ts";
import { listOf, orgIdField, packageHashField } from "./fields.ts";
import { KEY_PARAMS, KEY_QUERY } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import { GivenSignature, MAX_SIGNATURES, Preflight, Signed, Verified } from "./records.ts";

/** Hashes that a stored key is to sign. With `store`, all signatures are stored or none is made. */
export interface SignRequest {
  readonly reference: KeyReference;
  readonly hashes: readonly PackageHash[];
  readonly store: boolean;
}

/** With `signature` null, every stored one of the hash is tried. */
export interface VerifyRequest {
  readonly orgId: OrgId;
  /** What the caller calls the package in errors; it does not travel. */
  readonly name: string;
  readonly hash: PackageHash;
  readonly signature: PackageSignature | null;
}

/** A package that somebody would upload to the engine. */
export interface PreflightRequest {
  readonly orgId: OrgId;
  readonly hash: PackageHash;
}

const store = z._default(z.boolean(), false);

/** One hash, or up to 1,000. */
const HASHES = z.union([
  z.strictObject({ package_hash: packageHashField, store }),
  z.strictObject({
    package_hashes: listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
    store,
  }),
]);

/** What can be done with packages, of which only the hash is known. */
export const PACKAGES = {
  /** The key stays where it is. */
  sign: endpoint({
    method: "POST",
    path: "/v1/signing-keys/:key_id/signatures",
    summary: "Sign the hashes of packages; with store, all signatures are stored or none is made",
    role: "sign",
    scope: "reference",
    keys: "reference",
    params: KEY_PARAMS,
    query: KEY_QUERY,
    body: z.codec(HASHES, z.custom<Omit<SignRequest, "reference">>(), {
      decode: (body) => ({
        hashes: "package_hash" in body ? [body.package_hash] : body.package_hashes,
        store: body.store,
      }),
      encode: ({ hashes, store }) => ({ package_hashes: [...hashes], store }),
    }),
    // 1,000 hashes, however the body is indented.
    maxBytes: 128 * 1024,
    answer: Signed,
    isIdempotent: true,
    looksAtToken: true,
  }),
  /**
   * One signature that passes is enough. Throws `package_tampered`, `key_revoked` (by the organisation itself),
   * `untrusted_signer`, `invalid_signature` or `signature_not_found`, and `key_integrity` where a trusted row is damaged.
   */
  verify: endpoint({
    method: "POST",
    path: "/v1/verify",
    summary: "Verify a package by its hash, with the given signature or else the stored ones",
    role: "read",
    scope: "own",
    body: z.codec(
      givenRecordOf<Omit<VerifyRequest, "name">>({
        orgId: ["org_id", orgIdField],
        hash: ["package_hash", packageHashField],
        signature: ["signature", z._default(z.nullable(GivenSignature), null)],
      }),
      z.custom<VerifyRequest>(),
      {
        decode: (body) => ({ ...body, name: `package ${body.hash}` }),
        encode: ({ name: _, ...body }) => body,
      },
    ),
    answer: Verified,
    isIdempotent: true,
  }),
  preflight: endpoint({
    method: "POST",
    path: "/v1/preflight",
    summary: "Tell what the engine would answer to an upload of a package",
    role: "read",
    scope: { allOrgs: "tell what the engine would answer" },
    body: givenRecordOf<PreflightRequest>({
      orgId: ["org_id", orgIdField],
      hash: ["package_hash", packageHashField],
    }),
    answer: Preflight,
    isIdempotent: true,
  }),
} as const;
