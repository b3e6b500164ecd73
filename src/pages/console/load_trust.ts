import { type TrustGraph, trustGraph } from "../../domain/trust_graph.ts";
import type { Viewed } from "./session.ts";

/** How many keys, and how many grants, a picture is made of. Tables have all. */
const MOST = 200;

/** A picture of trust, and whether something was left out of it. */
export interface PicturedTrust {
  readonly graph: TrustGraph;
  readonly isCutOff: boolean;
}

/** The graph of what an organisation trusts, and who trusts it. */
export async function loadTrust(
  { api, orgId }: Pick<Viewed, "api" | "orgId">,
): Promise<PicturedTrust> {
  const page = { limit: MOST, offset: 0 };
  const [signingKeys, trustedKeys, grants] = await Promise.all([
    api.keys.list({ orgId, includeRevoked: true, page }),
    api.keys.trusted.list({ orgId, includeRevoked: true, page }),
    api.orgs.listTrust({ orgId, page }),
  ]);
  const graph = trustGraph({
    viewpoint: orgId,
    orgIds: [],
    signingKeys: signingKeys.items,
    trustedKeys: trustedKeys.items,
    grants: grants.items,
  });
  const isCutOff = [signingKeys, trustedKeys, grants].some(({ next }) => next !== undefined);
  return { graph, isCutOff };
}
