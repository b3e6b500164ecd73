import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Items, Page } from "../../domain/list_slice.ts";
import type { OrgId } from "../../domain/ids.ts";
import { trustedKeyStatus } from "../../domain/status.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import type { TrustPair } from "../../contract/orgs.ts";
import type { Api } from "./api/connect.ts";

type Row = Stored<TrustedKeyInfo>;

/** What depends on a grant. */
export interface GrantImpact {
  /** The keys that are accepted by this grant alone. */
  readonly keys: readonly TrustedKeyInfo[];
  /** Whether more keys were listed than are asked for: there may be others, and some of these may be accepted anyway. */
  readonly isCutOff: boolean;
}

/** How many keys a page of a list has, and how many pages are asked for. */
const [PAGE_KEYS, MAX_PAGES] = [1000, 10];

/** Loads the keys that an organisation accepts by a grant alone, or would. */
export async function loadGrantImpact(
  { keys: { trusted: { list } } }: Api,
  pair: TrustPair,
): Promise<GrantImpact> {
  const keysOf = (orgId: OrgId) => allPages((page) => list({ orgId, includeRevoked: true, page }));
  const [ofParent, ofChild] = await Promise.all([keysOf(pair.parent), keysOf(pair.child)]);
  return {
    keys: byGrantAlone(pair, ofParent.rows, ofChild.rows),
    isCutOff: ofParent.isCutOff || ofChild.isCutOff,
  };
}

/**
 * The keys that the child itself trusts, without those that the parent has a row of its own for, which decides, or
 * accepts through another grant. Each organisation's keys are as it lists them.
 */
export function byGrantAlone(
  { parent, child }: TrustPair,
  ofParent: readonly Row[],
  ofChild: readonly Row[],
): readonly TrustedKeyInfo[] {
  const decided = new Set(
    ofParent.filter((row) => {
      const { trustedBy } = fieldsOf(row);
      return trustedBy === parent || (trustedBy !== child && isTrusted(row));
    }).map((row) => fieldsOf(row).publicKey?.fingerprint),
  );
  return ofChild.filter(isTrusted).filter(({ trustedBy, publicKey }) =>
    trustedBy === child && !decided.has(publicKey.fingerprint)
  );
}

function isTrusted(row: Row): row is TrustedKeyInfo {
  return !isDamaged(row) && trustedKeyStatus(row) === "trusted";
}

async function allPages(ask: (page: Page) => Promise<Items<Row>>) {
  const rows: Row[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { items, next } = await ask({
      limit: PAGE_KEYS,
      offset: 0,
      ...(after !== undefined && { after }),
    });
    rows.push(...items);
    if (next === undefined) return { rows, isCutOff: false };
    after = next;
  }
  return { rows, isCutOff: true };
}
