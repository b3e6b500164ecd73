import type { Organisation } from "../../../domain/organisation.ts";
import type { CliContext } from "../../context.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { recordJson } from "../../records/record_json.ts";
import type { IdsOnlyFlag, ListFlags } from "../../store/list_flags.ts";

/** The flags of `orgs list`. */
export interface ListOrgsFlags extends ListFlags, IdsOnlyFlag {}

/** Lists the organisations that a store knows of. */
export default async function list(this: CliContext, flags: ListOrgsFlags): Promise<void> {
  const page = pageOf(flags);
  await this.withOperations(flags, async ({ orgs }, place) => {
    const pages = listPages(page, (page) => orgs.list({ page }));
    await printListing(this, flags, { pages, place, format: FORMAT });
  });
}

const FORMAT: ListingFormat<Organisation> = {
  noun: "organisations",
  columns: [{ title: "organisation" }, { title: "signing keys" }, { title: "trusted keys" }],
  toId: ({ orgId }) => orgId,
  toJson: (organisation) => recordJson("OrganisationSummary", organisation),
  toRow: ({ orgId, signingKeys, trustedKeys }) => [orgId, String(signingKeys), String(trustedKeys)],
};
