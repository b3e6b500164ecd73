import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { TrustGrantRecord } from "../../../domain/records.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import { trustGrantStatus } from "../../../domain/status.ts";
import type { CliContext } from "../../context.ts";
import { allGrants } from "../../graph/all_grants.ts";
import { slicedPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, printListing } from "../../terminal/listing.ts";
import type { NoHeaderFlag } from "../../command_line/flags.ts";
import { requireOrg } from "../../organisation.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { shownField } from "../../records/shown_field.ts";
import { storedJson } from "../../records/record_json.ts";

/** The flags of `orgs list-trust`. */
export interface ListTrustFlags extends JsonFlag, NoHeaderFlag, StoreFlags, RemoteFlags, OrgFlag {
  readonly all?: boolean;
}

/** Lists the grants of trust that an organisation made and received. */
export default async function listTrust(this: CliContext, flags: ListTrustFlags): Promise<void> {
  const orgId = requireOrg(this, flags);
  const { grants, place } = await this.withOperations(flags, async ({ orgs }, place) => ({
    grants: await allGrants(orgs, orgId),
    place,
  }));
  const items = flags.all ? grants : grants.filter((grant) => !fieldsOf(grant).revokedAt);
  await printListing(this, flags, { pages: slicedPages(items), place, format: FORMAT });
}

const FORMAT: ListingFormat<Stored<TrustGrantRecord>> = {
  noun: "trust grants",
  allAddsRevoked: true,
  columns: [
    { title: "organisation", shortenTo: 12 },
    { title: "trusts what this one trusts", shortenTo: 26 },
    { title: "granted" },
    { title: "status" },
  ],
  toJson: (grant) => storedJson("TrustGrant", grant),
  toRow: (grant) => {
    const { parentOrgId, childOrgId, grantedAt } = fieldsOf(grant);
    return [
      shownField(parentOrgId, String),
      shownField(childOrgId, String),
      shownField(grantedAt, toRfc3339),
      isDamaged(grant) ? "damaged" : trustGrantStatus(grant),
    ];
  },
};
