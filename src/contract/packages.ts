import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import { MAX_SIGNATURES, type PackageSignature } from "../domain/signature.ts";
import type { StatementDemands, StatementTerms } from "../domain/statement.ts";
import { endpoint } from "./endpoint.ts";
import { listOf, orgIdField, packageHashField } from "./fields.ts";
import { KEY_PARAMS, KEY_QUERY } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import {
  faultOfNumber,
  statementDemandsField,
  statementTermsField,
  withoutFault,
} from "./statements.ts";
import { GivenSignature, Preflight, Signed, Verified } from "./records.ts";

/** Hashes to sign with a stored key. With `store`, all signatures are stored, or none is returned. */
export interface SignRequest {
  readonly reference: KeyReference;
  readonly hashes: readonly PackageHash[];
  readonly store: boolean;
  /** What is stated of each of them, signed by the same key. */
  readonly terms?: StatementTerms;
}

/** With `signature` null, all stored signatures of the hash are tried. */
export interface VerifyRequest {
  readonly orgId: OrgId;
  /** The caller's name of the package in errors; not transmitted. */
  readonly name: string;
  readonly hash: PackageHash;
  readonly signature: PackageSignature | null;
  /** What its statement is to be; by default, only not expired. */
  readonly demands?: StatementDemands;
}

/** A package to upload to the engine. */
export interface PreflightRequest {
  readonly orgId: OrgId;
  readonly hash: PackageHash;
}

const REST = { store: z._default(z.boolean(), false), statement: statementTermsField };

/** One hash, or up to 1,000. */
const HASHES = z.union([
  z.strictObject({ package_hash: packageHashField, ...REST }),
  z.strictObject({
    package_hashes: listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
    ...REST,
  }),
]);

/** Operations on packages, which are identified by hash. */
export const PACKAGES = {
  /** Signs hashes; the key never leaves the store. */
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
        ...(body.statement !== undefined && { terms: body.statement }),
      }),
      encode: ({ hashes, store, terms }) => ({
        package_hashes: [...hashes],
        store,
        statement: terms,
      }),
    }).check(withoutFault(({ hashes, terms }) => faultOfNumber(hashes.length, terms))),
    // Enough for 1,000 hashes with any indentation, or with a predicate.
    maxBytes: 128 * 1024,
    answer: Signed,
    isIdempotent: true,
    looksAtToken: true,
  }),
  /**
   * Succeeds if one signature is valid and trusted. Throws `package_tampered`, `key_revoked` (by the organisation
   * itself), `untrusted_signer`, `invalid_signature`, `signature_expired`, `claim_mismatch` or `signature_not_found`, and
   * `key_integrity` if a trusted row is damaged.
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
        demands: ["statement", statementDemandsField],
      }),
      z.custom<VerifyRequest>(),
      {
        decode: (body) => ({ ...body, name: `package ${body.hash}` }),
        encode: ({ name: _, ...body }) => body,
      },
    ),
    // Enough for a signature with a statement, and the longest ranges.
    maxBytes: 128 * 1024,
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
