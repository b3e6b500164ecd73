import type { OrgId } from "../../domain/ids.ts";
import { soundReader } from "../sound_reader.ts";
import type { MarkedReader, SignatureFilter, StoreReader } from "../store.ts";
import { API_TOKENS } from "./api_tokens.ts";
import {
  findApiTokenByHash,
  findApiTokenById,
  findMinimumVersions,
  findOrganisations,
  findSignatureById,
  findSignatures,
  findSigningKey,
  findSigningKeys,
  findStatements,
  findTrustGrants,
  meantTrustedKeys,
  signingKeysOf,
  trustedKeysOf,
} from "./queries.ts";
import { MINIMUM_VERSIONS } from "./minimum_versions.ts";
import { type Choice, listRows, walkRows } from "./rows.ts";
import { type SignaturePart, SIGNATURES } from "./signatures.ts";
import { SIGNING_KEYS } from "./signing_keys.ts";
import { STATEMENTS } from "./statements.ts";
import { TRUST_GRANTS } from "./trust_grants.ts";
import { TRUSTED_KEYS, trustedKeyGroup } from "./trusted_keys.ts";
import type { View } from "./view.ts";

/** Runs a query on a view that does not change meanwhile. */
export type Reading = <Result>(query: (view: View) => Result) => Promise<Result>;

/** The reads of a store, each as one query. */
export function createReader(reading: Reading): StoreReader {
  return soundReader(markedReader(reading));
}

function markedReader(reading: Reading): MarkedReader {
  return {
    signingKey: (id) => reading((view) => findSigningKey(view, id)?.row ?? null),
    signingKeysOf: (fingerprint) => reading((view) => signingKeysOf(view, fingerprint)),
    findSigningKeys: (query, limit) => reading((view) => findSigningKeys(view, query, limit)),
    listSigningKeys: (filter, page) =>
      reading((view) =>
        listRows(view, SIGNING_KEYS, { choice: ownedChoice(filter), groups: null, page })
      ),
    trustedKeysOf: (orgIds, fingerprints) =>
      reading((view) =>
        trustedKeysOf(view, orgIds && unique(orgIds), new Set<string>(fingerprints))
      ),
    meantTrustedKeys: (query, limit) => reading((view) => meantTrustedKeys(view, query, limit)),
    listTrustedKeys: ({ orgIds, includeRevoked }, page) => {
      const groups = unique(orgIds).map(trustedKeyGroup);
      const choice = ({ status }: { status: string }) => includeRevoked || status === "active";
      return reading((view) => listRows(view, TRUSTED_KEYS, { choice, groups, page }));
    },
    trustGrantsOf: (orgIds, side) =>
      reading((view) => findTrustGrants(view, new Set(orgIds), side)),
    organisations: () => reading(findOrganisations),
    signature: (id) => reading((view) => findSignatureById(view, id)?.row ?? null),
    signaturesOf: (packageHash, limit) =>
      reading((view) => findSignatures(view, packageHash, limit)),
    statementsOf: (hashes, signers) =>
      reading((view) =>
        findStatements(view, new Set<string>(hashes), signers && new Set<string>(signers))
      ),
    minimumVersions: (orgId, names) => reading((view) => findMinimumVersions(view, orgId, names)),
    listMinimumVersions: ({ orgId }, page) =>
      reading((view) =>
        listRows(view, MINIMUM_VERSIONS, { choice: () => true, groups: [orgId], page })
      ),
    listSignatures: (filter, page) =>
      reading((view) =>
        listRows(view, SIGNATURES, { choice: signatureChoice(filter), groups: null, page })
      ),
    apiToken: (id) => reading((view) => findApiTokenById(view, id)?.row ?? null),
    findApiToken: (hash) => reading((view) => findApiTokenByHash(view, hash)?.row ?? null),
    listApiTokens: (filter, page) =>
      reading((view) =>
        listRows(view, API_TOKENS, { choice: ownedChoice(filter), groups: null, page })
      ),
    walkSigningKeys: (step) => reading((view) => walkRows(view, SIGNING_KEYS, step)),
    walkTrustedKeys: (step) => reading((view) => walkRows(view, TRUSTED_KEYS, step)),
    walkTrustGrants: (step) => reading((view) => walkRows(view, TRUST_GRANTS, step)),
    walkSignatures: (step) => reading((view) => walkRows(view, SIGNATURES, step)),
    walkApiTokens: (step) => reading((view) => walkRows(view, API_TOKENS, step)),
    walkStatements: (step) => reading((view) => walkRows(view, STATEMENTS, step)),
    walkMinimumVersions: (step) => reading((view) => walkRows(view, MINIMUM_VERSIONS, step)),
  };
}

/** The result of synchronous work as a promise: what it throws becomes a rejection. */
export function soon<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(work()));
}

function ownedChoice(
  { orgId, includeRevoked }: { readonly orgId: OrgId | null; readonly includeRevoked: boolean },
): Choice<"org" | "status"> {
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
