import type { OrgId } from "../../domain/ids.ts";
import type { SignatureFilter, StoreReader } from "../store.ts";
import {
  findSignatures,
  findSigningKey,
  findSigningKeys,
  findTrustedKey,
  findTrustGrants,
} from "./queries.ts";
import { type Choice, listRows } from "./rows.ts";
import { type SignaturePart, SIGNATURES } from "./signatures.ts";
import { SIGNING_KEYS, type SigningKeyPart } from "./signing_keys.ts";
import { TRUSTED_KEYS, trustedKeyGroup } from "./trusted_keys.ts";
import type { View } from "./view.ts";

/** Lets one query read a view that holds still. */
export type Reading = <Result>(query: (view: View) => Result) => Promise<Result>;

/** What a store can be asked, each question as one reading. */
export function createReader(reading: Reading): StoreReader {
  return {
    signingKey: (id) => reading((view) => findSigningKey(view, id)?.row ?? null),
    findSigningKeys: (query, limit) => reading((view) => findSigningKeys(view, query, limit)),
    listSigningKeys: (filter, page) =>
      reading((view) =>
        listRows(view, SIGNING_KEYS, signingKeyChoice(filter), { ...page, groups: null })
      ),
    findTrustedKeys: (fingerprint, orgIds) =>
      reading((view) =>
        unique(orgIds).flatMap((orgId) => findTrustedKey(view, orgId, fingerprint)?.row ?? [])
      ),
    listTrustedKeys: ({ orgIds, includeRevoked }, page) => {
      const groups = unique(orgIds).map(trustedKeyGroup);
      const isListed = ({ status }: { status: string }) => includeRevoked || status === "active";
      return reading((view) => listRows(view, TRUSTED_KEYS, isListed, { ...page, groups }));
    },
    listTrustGrants: ({ orgId, side }) => reading((view) => findTrustGrants(view, orgId, side)),
    signaturesOf: (packageHash) => reading((view) => findSignatures(view, packageHash)),
    listSignatures: (filter, page) =>
      reading((view) =>
        listRows(view, SIGNATURES, signatureChoice(filter), { ...page, groups: null })
      ),
  };
}

function signingKeyChoice(
  { orgId, includeRevoked }: { readonly orgId: OrgId | null; readonly includeRevoked: boolean },
): Choice<SigningKeyPart> {
  return ({ org, status }) =>
    (orgId === null || org === orgId) && (includeRevoked || status === "active");
}

function signatureChoice({ orgId, fingerprint }: SignatureFilter): Choice<SignaturePart> {
  return (parts) =>
    (orgId === null || parts.org === orgId) &&
    (fingerprint === null || parts.fingerprint === fingerprint);
}

function unique(orgIds: readonly OrgId[]): readonly OrgId[] {
  return [...new Set(orgIds)];
}
