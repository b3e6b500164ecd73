import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import { MAX_SIGNATURES, type PackageSignature } from "../domain/signature.ts";
import type { SignatureChoice, StatedSignature } from "../domain/stored_signature.ts";
import { endpoint } from "./endpoint.ts";
import {
  fingerprintField,
  itemsOf,
  listOf,
  orgIdField,
  packageHashField,
  uuidField,
} from "./fields.ts";
import { listQuery, optionalOrgField } from "./queries.ts";
import { givenRecordOf, orDamaged } from "./record.ts";
import {
  Blocking,
  DamagedSignature,
  GivenSignature,
  MAX_SIGNATURES_BYTES,
  SignatureRemoved,
  Signers,
  StoredSignature,
} from "./records.ts";

/** Signatures to import. */
export interface ImportSignaturesRequest {
  readonly orgId: OrgId;
  readonly signatures: readonly PackageSignature[];
}

/** With `orgId` null, signatures of all organisations; with `hash` null, of all packages. */
export interface ListSignaturesRequest {
  readonly orgId: OrgId | null;
  readonly hash: PackageHash | null;
  readonly page: Page;
}

/** With `orgId` null, signatures of all organisations are considered. */
export interface SignersRequest {
  readonly orgId: OrgId | null;
  readonly hashes: readonly PackageHash[];
}

/** Packages of which an organisation wants to know what the engine reads. */
export interface BlockingRequest {
  readonly orgId: OrgId;
  readonly hashes: readonly PackageHash[];
}

/** With `orgId`, only a signature that this organisation stored. With `dryRun`, nothing changes. */
export interface RemoveSignatureRequest {
  readonly orgId: OrgId | null;
  readonly choice: SignatureChoice;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const REMOVAL = {
  org_id: z._default(z.nullable(orgIdField), null),
  force: z._default(z.boolean(), false),
  dry_run: z._default(z.boolean(), false),
} as const;

const CHOSEN = z.union([
  z.strictObject({
    package_hash: packageHashField,
    key_fingerprint: fingerprintField,
    ...REMOVAL,
  }),
  z.strictObject({ signature_id: uuidField, ...REMOVAL }),
]);

const optionalHashField = z.codec(z.optional(packageHashField), z.custom<PackageHash | null>(), {
  decode: (hash) => hash ?? null,
  encode: (hash) => hash ?? undefined,
});

/** Operations on stored signatures. */
export const SIGNATURES = {
  /**
   * Verifies signatures against the organisation's trusted keys, then stores all or none, with what they state. Throws the errors of
   * `package.verify`, and `signature_exists` if another organisation has stored one of them.
   */
  import: endpoint({
    method: "POST",
    path: "/v1/signatures",
    summary: "Verify signatures that were made elsewhere, and store all of them or none",
    role: "sign",
    scope: "own",
    keys: { noLimit: "store a signature from elsewhere" },
    body: givenRecordOf<ImportSignaturesRequest>({
      orgId: ["org_id", orgIdField],
      signatures: ["signatures", listOf(GivenSignature, MAX_SIGNATURES).check(z.minLength(1))],
    }),
    maxBytes: MAX_SIGNATURES_BYTES,
    status: 201,
    answer: z.codec(itemsOf(StoredSignature), z.custom<readonly StatedSignature[]>(), {
      decode: ({ items }) => items,
      encode: (items) => ({ items: [...items], total: items.length }),
    }),
    isIdempotent: true,
  }),
  list: endpoint({
    method: "GET",
    path: "/v1/signatures",
    summary: "List stored signatures as their rows have them, oldest first; " +
      "those of one package with their statements, at most 64 in an answer",
    role: "read",
    scope: "ownOrNone",
    query: listQuery<ListSignaturesRequest>({
      orgId: ["org_id", optionalOrgField],
      hash: ["package_hash", optionalHashField],
    }),
    answer: itemsOf(orDamaged<StatedSignature>(StoredSignature, DamagedSignature)),
  }),
  /** In the order of the hashes; packages without stored signatures have no signers. */
  signers: endpoint({
    method: "POST",
    path: "/v1/signatures/signers",
    summary: "Tell which keys have signed packages, by their stored signatures",
    role: "read",
    scope: "ownOrNone",
    body: givenRecordOf<SignersRequest>({
      orgId: ["org_id", z._default(z.nullable(orgIdField), null)],
      hashes: [
        "package_hashes",
        listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
      ],
    }),
    // Enough for 1,000 hashes with any indentation.
    maxBytes: 128 * 1024,
    answer: itemsOf(Signers),
    isIdempotent: true,
  }),
  /** In the order of the hashes. */
  blocking: endpoint({
    method: "POST",
    path: "/v1/signatures/blocking",
    summary: "Tell which stored signatures the engine reads that do not pass for an organisation",
    role: "read",
    scope: "own",
    body: givenRecordOf<BlockingRequest>({
      orgId: ["org_id", orgIdField],
      hashes: [
        "package_hashes",
        listOf(packageHashField, MAX_SIGNATURES).check(z.minLength(1)),
      ],
    }),
    // Enough for 1,000 hashes with any indentation.
    maxBytes: 128 * 1024,
    answer: itemsOf(Blocking),
    isIdempotent: true,
  }),
  /**
   * Deletes a stored signature. Throws `signature_not_found`, and without `force` `last_signature` if it is the only
   * good one of its package for an organisation.
   */
  remove: endpoint({
    method: "POST",
    path: "/v1/signatures/remove",
    summary: "Remove a stored signature; the last good one of a package only with force",
    role: "admin",
    scope: "ownOrNone",
    body: z.codec(CHOSEN, z.custom<RemoveSignatureRequest>(), {
      decode: ({ org_id: orgId, force, dry_run: dryRun, ...chosen }) => ({
        orgId,
        choice: "signature_id" in chosen
          ? { id: chosen.signature_id }
          : { packageHash: chosen.package_hash, keyFingerprint: chosen.key_fingerprint },
        force,
        dryRun,
      }),
      encode: ({ orgId, choice, force, dryRun }) => ({
        org_id: orgId,
        ...("id" in choice
          ? { signature_id: choice.id }
          : { package_hash: choice.packageHash, key_fingerprint: choice.keyFingerprint }),
        force,
        dry_run: dryRun,
      }),
    }),
    answer: SignatureRemoved,
    isIdempotent: ({ dryRun }) => dryRun,
  }),
} as const;
