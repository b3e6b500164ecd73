import * as z from "zod/mini";
import type { OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import type { PackageHash } from "../domain/package_hash.ts";
import type { SignatureRecord } from "../domain/records.ts";
import type { PackageSignature } from "../domain/signature.ts";
import { endpoint } from "./endpoint.ts";
import { itemsOf, listOf, orgIdField, packageHashField } from "./fields.ts";
import { listQuery, optionalOrgField } from "./queries.ts";
import { givenRecordOf } from "./record.ts";
import { GivenSignature, MAX_SIGNATURES, Signers, StoredSignature } from "./records.ts";

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

const optionalHashField = z.codec(z.optional(packageHashField), z.custom<PackageHash | null>(), {
  decode: (hash) => hash ?? null,
  encode: (hash) => hash ?? undefined,
});

/** Operations on stored signatures. */
export const SIGNATURES = {
  /**
   * Verifies signatures against the organisation's trusted keys, then stores all or none. Throws the errors of
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
    // Enough for 1,000 signatures with any indentation.
    maxBytes: 640 * 1024,
    status: 201,
    answer: z.codec(itemsOf(StoredSignature), z.custom<readonly SignatureRecord[]>(), {
      decode: ({ items }) => items,
      encode: (items) => ({ items: [...items], total: items.length }),
    }),
    isIdempotent: true,
  }),
  list: endpoint({
    method: "GET",
    path: "/v1/signatures",
    summary: "List stored signatures as their rows have them, oldest first",
    role: "read",
    scope: "ownOrNone",
    query: listQuery<ListSignaturesRequest>({
      orgId: ["org_id", optionalOrgField],
      hash: ["package_hash", optionalHashField],
    }),
    answer: itemsOf(StoredSignature),
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
} as const;
