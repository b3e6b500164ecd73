import { fieldsOf, type Stored } from "../../domain/damaged.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustGrantRecord } from "../../domain/records.ts";
import { grantedOrgs } from "../../domain/trust.ts";
import type { GraphFacts } from "../../domain/trust_graph.ts";
import type { Items, Page } from "../../domain/list_slice.ts";
import type { Operations } from "../../operations/operations.ts";
import type { AskedPlace } from "../asked_place.ts";
import { listPages } from "../terminal/list_pages.ts";
import { allGrants } from "./all_grants.ts";

/** What a graph is made of, and what of it could not be asked for. */
export interface LoadedFacts extends GraphFacts {
  /** Whether what the organisations with accepted keys grant in turn is left out. */
  readonly isCutShort: boolean;
}

/**
 * Loads what the store has about an organisation: its keys, those that it accepts, and the grants that it gave and got;
 * also what those grant in turn that it grants trust to, which is not followed. A token for one organisation may not ask
 * for that, and is not made to: each refusal would be a line of the audit log.
 */
export async function loadFactsOf(
  operations: Operations,
  viewpoint: OrgId,
  { showsAllOrgs }: Pick<AskedPlace, "showsAllOrgs">,
): Promise<LoadedFacts> {
  const grants = await allGrants(operations.orgs, viewpoint);
  const isCutShort = !await showsAllOrgs();
  const further = isCutShort ? [] : await furtherGrants(operations, viewpoint, grants);
  return {
    viewpoint,
    orgIds: [viewpoint],
    grants: [...grants, ...further],
    ...await loadKeys(operations, viewpoint),
    isCutShort,
  };
}

/** Loads what the store has about all organisations. */
export async function loadAllFacts(operations: Operations): Promise<LoadedFacts> {
  const organisations = await all((page) => operations.orgs.list({ page }));
  const orgIds = organisations.map(({ orgId }) => orgId);
  const loaded = [];
  for (const orgId of orgIds) {
    const { signingKeys, trustedKeys } = await loadKeys(operations, orgId);
    loaded.push({
      signingKeys,
      trustedKeys: trustedKeys.filter((key) => fieldsOf(key).trustedBy === orgId),
      grants: await givenBy(operations, orgId),
    });
  }
  return {
    viewpoint: null,
    orgIds,
    signingKeys: loaded.flatMap(({ signingKeys }) => signingKeys),
    trustedKeys: loaded.flatMap(({ trustedKeys }) => trustedKeys),
    grants: loaded.flatMap(({ grants }) => grants),
    isCutShort: false,
  };
}

async function loadKeys(
  { keys }: Operations,
  orgId: OrgId,
): Promise<Pick<GraphFacts, "signingKeys" | "trustedKeys">> {
  const request = { orgId, includeRevoked: true };
  return {
    signingKeys: await all((page) => keys.list({ ...request, page })),
    trustedKeys: await all((page) => keys.trusted.list({ ...request, page })),
  };
}

/** What the organisations grant that this one grants trust to. */
async function furtherGrants(
  operations: Operations,
  viewpoint: OrgId,
  grants: readonly Stored<TrustGrantRecord>[],
): Promise<readonly Stored<TrustGrantRecord>[]> {
  const given = [];
  for (const child of new Set(grantedOrgs(viewpoint, grants))) {
    if (child !== viewpoint) given.push(await givenBy(operations, child));
  }
  return given.flat().filter((grant) => fieldsOf(grant).childOrgId !== viewpoint);
}

async function givenBy(
  { orgs }: Operations,
  orgId: OrgId,
): Promise<readonly Stored<TrustGrantRecord>[]> {
  const grants = await allGrants(orgs, orgId);
  return grants.filter((grant) => fieldsOf(grant).parentOrgId === orgId);
}

/** A list, whole. */
async function all<Item>(ask: (page: Page) => Promise<Items<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of listPages({ limit: Number.MAX_SAFE_INTEGER, offset: 0 }, ask)) {
    items.push(...page.items);
  }
  return items;
}
