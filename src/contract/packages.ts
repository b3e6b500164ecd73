import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { VersionVerdict } from "../domain/minimum_version.ts";
import { packageByHash, type PackageHash } from "../domain/package_hash.ts";
import { MAX_SIGNATURES, type PackageSignature } from "../domain/signature.ts";
import type { StatementDemands, StatementTerms } from "../domain/statement.ts";
import { endpoint } from "./endpoint.ts";
import { itemsOf, listOf, orgIdField, packageHashField } from "./fields.ts";
import { KEY_PARAMS, KEY_QUERY } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import {
  faultOfNumber,
  STATEMENT_DEMANDS,
  statementTermsField,
  withoutFault,
} from "./statements.ts";
import {
  GivenSignature,
  MAX_SIGNATURES_BYTES,
  Preflight,
  Signed,
  Verified,
  VersionAccepted,
  VersionRefused,
} from "./records.ts";

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

/** A package that was verified before, whose signature states its name and version. */
export interface VersionedPackage {
  /** The caller's name of the package in errors; not transmitted. */
  readonly name: string;
  readonly signature: PackageSignature;
}

/** Packages whose versions are compared with the minimum versions of an organisation, and raise them. */
export interface RaiseMinimumRequest {
  readonly orgId: OrgId;
  readonly packages: readonly VersionedPackage[];
  /** As of `VerifyRequest`. */
  readonly demands?: StatementDemands;
}

/** A package to upload to the engine. */
export interface PreflightRequest {
  readonly orgId: OrgId;
  readonly hash: PackageHash;
}

/** Enough for a signature with a statement, and the longest ranges. */
const MAX_VERIFY_BYTES = 128 * 1024;

const REST = { store: z._default(z.boolean(), false), stated: statementTermsField };

/** As `RaiseMinimumRequest`, without the names. */
interface SentRaise extends Omit<RaiseMinimumRequest, "packages"> {
  readonly signatures: readonly PackageSignature[];
}

/** One hash, or up to 1,000. */
const HASHES = z.union([
  z.strictObject({ package_hash: packageHashField, ...REST }),
  z.strictObject({
    package_hashes: listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
    ...REST,
  }),
]);

const Judged = z.union([VersionAccepted, VersionRefused]) as z.ZodMiniType<VersionVerdict>;

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
        ...(body.stated !== undefined && { terms: body.stated }),
      }),
      encode: ({ hashes, store, terms }) => ({
        package_hashes: [...hashes],
        store,
        stated: terms,
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
        demands: STATEMENT_DEMANDS,
      }),
      z.custom<VerifyRequest>(),
      {
        decode: (body) => ({ ...body, ...packageByHash(body.hash) }),
        encode: ({ name: _, ...body }) => body,
      },
    ),
    maxBytes: MAX_VERIFY_BYTES,
    answer: Verified,
    isIdempotent: true,
  }),
  /**
   * Verifies signatures again, refuses versions below the minimum of their name, and raises it to the others. Throws what
   * is no package's fault, such as `store_corrupt`: then none passed.
   */
  raiseMinimum: endpoint({
    method: "POST",
    path: "/v1/minimum-versions",
    summary: "Refuse the versions that are older than those accepted before, and keep the others",
    // It only raises, to what a trusted key has signed.
    role: "read",
    scope: "own",
    body: z.codec(
      givenRecordOf<SentRaise>({
        orgId: ["org_id", orgIdField],
        signatures: ["signatures", listOf(GivenSignature, MAX_SIGNATURES)],
        demands: STATEMENT_DEMANDS,
      }),
      z.custom<RaiseMinimumRequest>(),
      {
        decode: ({ signatures, ...body }) => ({
          ...body,
          packages: signatures.map((signature) => ({
            name: packageByHash(signature.packageHash).name,
            signature,
          })),
        }),
        encode: ({ packages, ...body }) => ({
          ...body,
          signatures: packages.map(({ signature }) => signature),
        }),
      },
    ),
    // A client splits what is longer.
    maxBytes: MAX_SIGNATURES_BYTES,
    answer: z.codec(itemsOf(Judged), z.custom<readonly VersionVerdict[]>(), {
      decode: ({ items }) => items,
      encode: (items) => ({ items: [...items], total: items.length }),
    }),
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
