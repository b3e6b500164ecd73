import { MAX_CLAIM_LENGTH } from "../domain/claims.ts";
import type { OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import { endpoint } from "./endpoint.ts";
import { itemsOf, orgIdField, soughtTextField } from "./fields.ts";
import { listQuery } from "./queries.ts";
import { type FieldTable, givenRecordOf, orDamaged, recordOf } from "./record.ts";
import {
  DamagedMinimumVersion,
  DamagedTrustGrant,
  MinimumVersion,
  OrganisationSummary,
  TrustGrant,
} from "./records.ts";

/** The two organisations of a trust grant: the parent accepts every key that the child itself trusts. */
export interface TrustPair {
  readonly parent: OrgId;
  readonly child: OrgId;
}

/** A page of the organisations in the store. */
export interface ListOrgsRequest {
  readonly page: Page;
}

/** A page of the grants that an organisation gave or received. */
export interface ListTrustRequest {
  readonly orgId: OrgId;
  readonly page: Page;
}

/** A page of the minimum versions of an organisation. */
export interface ListMinimumsRequest {
  readonly orgId: OrgId;
  readonly page: Page;
}

/** The minimum version of a name, as it is claimed. */
export interface MinimumName {
  readonly orgId: OrgId;
  readonly name: string;
}

const PAIR: FieldTable<TrustPair> = {
  parent: ["parent_org_id", orgIdField],
  child: ["child_org_id", orgIdField],
};

/** Operations on trust between organisations. */
export const ORGS = {
  list: endpoint({
    method: "GET",
    path: "/v1/organisations",
    summary:
      "List the organisations that have keys or grants, with the number of their active keys",
    role: "read",
    scope: { allOrgs: "list the organisations" },
    query: listQuery<ListOrgsRequest>({}),
    answer: itemsOf(OrganisationSummary),
  }),
  /** Throws `trust_exists` if the grant is active already. */
  grantTrust: endpoint({
    method: "POST",
    path: "/v1/trust-grants",
    summary: "Let an organisation accept every key that another one itself trusts",
    role: "admin",
    scope: { allOrgs: "grant trust" },
    body: givenRecordOf<TrustPair>(PAIR),
    status: 201,
    answer: TrustGrant,
    isIdempotent: false,
  }),
  /** Throws `trust_not_found`. */
  revokeTrust: endpoint({
    method: "POST",
    path: "/v1/trust-grants/revoke",
    summary: "Revoke a trust grant",
    role: "admin",
    scope: { allOrgs: "revoke a trust grant" },
    body: givenRecordOf<TrustPair>(PAIR),
    answer: recordOf<TrustPair>(PAIR),
    isIdempotent: false,
  }),
  /**
   * Lists the grants that the organisation gave, then those that it received, each oldest first, including revoked
   * ones.
   */
  listTrust: endpoint({
    method: "GET",
    path: "/v1/trust-grants",
    summary: "List the trust grants that an organisation gave, then those that it received",
    role: "read",
    scope: "own",
    query: listQuery<ListTrustRequest>({ orgId: ["org_id", orgIdField] }),
    answer: itemsOf(orDamaged(TrustGrant, DamagedTrustGrant)),
  }),
  /** Lists the highest accepted version of each name, the one that was raised first first. */
  listMinimums: endpoint({
    method: "GET",
    path: "/v1/minimum-versions",
    summary: "List the versions below which an organisation accepts nothing",
    role: "read",
    scope: "own",
    query: listQuery<ListMinimumsRequest>({ orgId: ["org_id", orgIdField] }),
    answer: itemsOf(orDamaged(MinimumVersion, DamagedMinimumVersion)),
  }),
  /** Throws `minimum_not_found`. */
  removeMinimum: endpoint({
    method: "POST",
    path: "/v1/minimum-versions/remove",
    summary: "Remove the minimum version of a name, so that any version of it passes",
    role: "admin",
    scope: "own",
    body: givenRecordOf<MinimumName>({
      orgId: ["org_id", orgIdField],
      name: ["package_name", soughtTextField(MAX_CLAIM_LENGTH)],
    }),
    answer: orDamaged(MinimumVersion, DamagedMinimumVersion),
    isIdempotent: false,
  }),
} as const;
