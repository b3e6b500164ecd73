import type { OrgId } from "../../../domain/ids.ts";
import type { TrustGrantRecord } from "../../../domain/records.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import type { CliContext } from "../../context.ts";
import { type ListingFormat, printListing } from "../../terminal/listing.ts";
import { requireOrg } from "../../organisation.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { trustGrantJson, trustGrantStatus } from "../../records/trust_grant_output.ts";

/** The flags of `orgs list-trust`. */
export interface ListTrustFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly all?: boolean;
}

/** Lists the grants that an organisation gave and got: of the keys of its children it accepts, and who accepts its own. */
export default async function listTrust(this: CliContext, flags: ListTrustFlags): Promise<void> {
  const orgId = requireOrg(this, flags);
  const { grants, place } = await this.withOperations(flags, async ({ orgs }, place) => ({
    grants: await orgs.listTrust(orgId),
    place,
  }));
  const shown = flags.all ? grants : grants.filter(({ revokedAt }) => revokedAt === null);
  const items = shown.toSorted(inOrder(orgId));
  await printListing(this, flags, { items, total: items.length, place }, FORMAT);
}

/** What the organisation gave, then what it got; the oldest first. */
function inOrder(orgId: OrgId) {
  return (left: TrustGrantRecord, right: TrustGrantRecord): number =>
    Number(left.parentOrgId !== orgId) - Number(right.parentOrgId !== orgId) ||
    left.grantedAt.getTime() - right.grantedAt.getTime();
}

const FORMAT: ListingFormat<TrustGrantRecord> = {
  noun: "trust grants",
  columns: [
    { title: "organisation", shortenTo: 12 },
    { title: "trusts what this one trusts", shortenTo: 26 },
    { title: "granted" },
    { title: "status" },
  ],
  toJson: trustGrantJson,
  toRow: (grant) => [
    grant.parentOrgId,
    grant.childOrgId,
    toRfc3339(grant.grantedAt),
    trustGrantStatus(grant),
  ],
};
