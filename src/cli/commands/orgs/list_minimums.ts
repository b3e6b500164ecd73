import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import type { MinimumVersionRecord } from "../../../domain/records.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import type { CliContext } from "../../context.ts";
import { requireOrg } from "../../organisation.ts";
import { storedJson } from "../../records/record_json.ts";
import { shownField } from "../../records/shown_field.ts";
import type { ListFlags } from "../../store/list_flags.ts";
import type { OrgFlag } from "../../store/store_flags.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";

/** The flags of `orgs list-minimums`. */
export interface ListMinimumsFlags extends ListFlags, OrgFlag {}

/** Lists the versions below which an organisation accepts nothing. */
export default async function listMinimums(
  this: CliContext,
  flags: ListMinimumsFlags,
): Promise<void> {
  const orgId = requireOrg(this, flags);
  const page = pageOf(flags);
  await this.withOperations(flags, async ({ orgs }, place) => {
    const pages = listPages(page, (page) => orgs.listMinimums({ orgId, page }));
    await printListing(this, flags, { pages, place, format: FORMAT });
  });
}

const FORMAT: ListingFormat<Stored<MinimumVersionRecord>> = {
  noun: "minimum versions",
  columns: [{ title: "name" }, { title: "version" }, { title: "raised" }, { title: "status" }],
  toJson: (minimum) => storedJson("MinimumVersion", minimum),
  toRow: (minimum) => {
    const { name, version, raisedAt } = fieldsOf(minimum);
    return [
      shownField(name, String),
      shownField(version, String),
      shownField(raisedAt, toRfc3339),
      isDamaged(minimum) ? "damaged" : "kept",
    ];
  },
};
