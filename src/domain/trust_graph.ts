import { fieldsOf, isDamaged, type Stored } from "./damaged.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { OrgId } from "./ids.ts";
import type { TrustGrantRecord } from "./records.ts";
import type { SigningKeyInfo } from "./signing_key.ts";
import {
  type SIGNING_KEY_STATUSES,
  signingKeyStatus,
  type TRUST_GRANT_STATUSES,
  type TRUSTED_KEY_STATUSES,
  trustedKeyStatus,
  trustGrantStatus,
} from "./status.ts";
import type { TrustedKeyInfo } from "./trusted_key.ts";

/** The records that a graph is made of, in any order, revoked and damaged ones too. */
export interface GraphFacts {
  /** The organisation whose trust is shown; null for all that there are. */
  readonly viewpoint: OrgId | null;
  /** Organisations that are shown even if no record names them. */
  readonly orgIds: readonly OrgId[];
  readonly signingKeys: readonly Stored<SigningKeyInfo>[];
  /** As the viewpoint lists them; without one, as each organisation lists its own. */
  readonly trustedKeys: readonly Stored<TrustedKeyInfo>[];
  readonly grants: readonly Stored<TrustGrantRecord>[];
}

/** Organisations, the keys of each, and who accepts whose. */
export interface TrustGraph {
  readonly viewpoint: OrgId | null;
  /** The viewpoint first, the others in the order of their IDs. */
  readonly organisations: readonly GraphOrganisation[];
  readonly grants: readonly GraphGrant[];
}

/**
 * What an organisation is to the viewpoint: itself, one whose own keys it accepts, one that accepts its keys, or one
 * whose keys it does not accept, as the grant was revoked or is not its own. Grants are followed one step only.
 */
type GraphRole = "viewpoint" | "accepted" | "accepting" | "not accepted";

/** An organisation with its keys, in the order of the records. */
export interface GraphOrganisation {
  readonly orgId: OrgId;
  /** Null in a graph without a viewpoint. */
  readonly role: GraphRole | null;
  readonly keys: readonly GraphKey[];
}

/** A key of an organisation: one that it signs with, one that it trusts, or both. */
export interface GraphKey {
  /** Null if it could not be read. */
  readonly fingerprint: Fingerprint | null;
  readonly name: string | null;
  /** Null if it is no signing key of the organisation. */
  readonly signing: typeof SIGNING_KEY_STATUSES[number] | null;
  /** Null if the organisation has no row of trust for it. */
  readonly trust: typeof TRUSTED_KEY_STATUSES[number] | null;
}

/** `parent` accepts the keys that `child` itself trusts. */
export interface GraphGrant {
  readonly parent: OrgId;
  readonly child: OrgId;
  readonly status: typeof TRUST_GRANT_STATUSES[number] | "damaged";
  /** Whether it counts here: it is active, and no further than one step from the viewpoint. */
  readonly isFollowed: boolean;
}

/** Makes a graph of records. A damaged record is part of it if it still names its owner. */
export function trustGraph(facts: GraphFacts): TrustGraph {
  const { viewpoint } = facts;
  const grants = facts.grants.flatMap((grant) => graphGrant(grant, viewpoint));
  const rows = [...facts.signingKeys.flatMap(signingRow), ...facts.trustedKeys.flatMap(trustRow)];
  const rowsByOrg = Map.groupBy(rows, ({ orgId }) => orgId);
  const orgIds = new Set([
    ...facts.orgIds,
    ...grants.flatMap(({ parent, child }) => [parent, child]),
    ...rowsByOrg.keys(),
  ]);
  if (viewpoint !== null) orgIds.delete(viewpoint);
  const roleOf = roles(viewpoint, grants);
  const ordered = [...viewpoint === null ? [] : [viewpoint], ...[...orgIds].toSorted()];
  const organisations = ordered.map((orgId) => ({
    orgId,
    role: roleOf(orgId),
    keys: mergeRows(rowsByOrg.get(orgId) ?? []),
  }));
  return { viewpoint, organisations, grants };
}

/** One grant; none if a damaged one does not name its owner. */
function graphGrant(
  grant: Stored<TrustGrantRecord>,
  viewpoint: OrgId | null,
): readonly GraphGrant[] {
  const { parentOrgId: parent, childOrgId: child } = fieldsOf(grant);
  if (parent === undefined || child === undefined) return [];
  const status = isDamaged(grant) ? "damaged" : trustGrantStatus(grant);
  const isNear = viewpoint === null || parent === viewpoint || child === viewpoint;
  return [{ parent, child, status, isFollowed: status === "active" && isNear }];
}

/** What each organisation is to the viewpoint. */
function roles(
  viewpoint: OrgId | null,
  grants: readonly GraphGrant[],
): (orgId: OrgId) => GraphRole | null {
  if (viewpoint === null) return () => null;
  const followed = grants.filter(({ isFollowed }) => isFollowed);
  const children = followed.filter(({ parent }) => parent === viewpoint);
  const parents = followed.filter(({ child }) => child === viewpoint);
  const accepted = new Set(children.map(({ child }) => child));
  const accepting = new Set(parents.map(({ parent }) => parent));
  return (orgId) => {
    if (orgId === viewpoint) return "viewpoint";
    if (accepted.has(orgId)) return "accepted";
    return accepting.has(orgId) ? "accepting" : "not accepted";
  };
}

type KeyRow = GraphKey & { readonly orgId: OrgId };

function signingRow(row: Stored<SigningKeyInfo>): readonly KeyRow[] {
  const { orgId, name = null, publicKey } = fieldsOf(row);
  if (orgId === undefined) return [];
  const signing = isDamaged(row) ? "damaged" : signingKeyStatus(row);
  return [{ orgId, name, fingerprint: publicKey?.fingerprint ?? null, signing, trust: null }];
}

function trustRow(row: Stored<TrustedKeyInfo>): readonly KeyRow[] {
  const { trustedBy: orgId, name = null, publicKey } = fieldsOf(row);
  if (orgId === undefined) return [];
  const trust = isDamaged(row) ? "damaged" : trustedKeyStatus(row);
  return [{ orgId, name, fingerprint: publicKey?.fingerprint ?? null, signing: null, trust }];
}

/** The keys of one organisation: the row of a signing key and the first one of the trust in it are one key. */
function mergeRows(rows: readonly KeyRow[]): readonly GraphKey[] {
  const [signing, trusted] = [rows.filter(isSigning), rows.filter((row) => !isSigning(row))];
  const byKey = Map.groupBy(trusted, ({ fingerprint }) => fingerprint);
  const trustIn = ({ fingerprint }: KeyRow) =>
    fingerprint === null ? undefined : byKey.get(fingerprint)?.[0];
  const merged = new Set(signing.map(trustIn));
  return [
    ...signing.map((row) => toKey({ ...row, trust: trustIn(row)?.trust ?? null })),
    ...trusted.filter((row) => !merged.has(row)).map(toKey),
  ];
}

function isSigning({ signing }: KeyRow): boolean {
  return signing !== null;
}

function toKey({ fingerprint, name, signing, trust }: KeyRow): GraphKey {
  return { fingerprint, name, signing, trust };
}
