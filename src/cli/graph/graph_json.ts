import type { TrustGraph } from "../../domain/trust_graph.ts";

/** A graph as JSON. */
export function graphJson({ viewpoint, organisations, grants }: TrustGraph) {
  return {
    org_id: viewpoint,
    organisations: organisations.map(({ orgId, role, keys }) => ({
      org_id: orgId,
      role,
      keys: keys.map(({ fingerprint, name, signing, trust }) => ({
        fingerprint,
        name,
        signing,
        trust,
      })),
    })),
    grants: grants.map(({ parent, child, status, isFollowed }) => ({
      parent_org_id: parent,
      child_org_id: child,
      status,
      followed: isFollowed,
    })),
  };
}
