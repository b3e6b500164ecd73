import type { ApiTokenInfo } from "../../../domain/api_token.ts";
import { fieldsOf, type Stored } from "../../../domain/damaged.ts";
import { toOrgId } from "../../../domain/ids.ts";
import { storedJson } from "../../records/record_json.ts";
import { shownField } from "../../records/shown_field.ts";
import { apiTokenExpiry, apiTokenStatus } from "../../records/api_token_output.ts";
import type { CliContext } from "../../context.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import type { IdsOnlyFlag, ListFlags } from "../../store/list_flags.ts";
import type { OrgFlag } from "../../store/store_flags.ts";

/** The flags of `tokens list`. */
export interface ListTokensFlags extends ListFlags, IdsOnlyFlag, OrgFlag {
  readonly all?: boolean;
}

/** Lists API tokens, oldest first: of every organisation, so that none is overlooked, unless `--org` names one. */
export default async function list(this: CliContext, flags: ListTokensFlags): Promise<void> {
  const request = {
    orgId: flags.org === undefined ? null : toOrgId(flags.org),
    includeRevoked: flags.all ?? false,
  };
  const page = pageOf(flags);
  await this.withOperations(flags, async ({ tokens }, place) => {
    const pages = listPages(page, (page) => tokens.list({ ...request, page }));
    await printListing(this, flags, { pages, place, format: FORMAT });
  });
}

const FORMAT: ListingFormat<Stored<ApiTokenInfo>> = {
  noun: "API tokens",
  allAddsRevoked: true,
  columns: [
    // Whole, because `tokens revoke` takes nothing less.
    { title: "token id" },
    { title: "name", shortenTo: 5 },
    { title: "role" },
    { title: "organisation", shortenTo: 12, mayBeLeftOut: true },
    { title: "expires", mayBeLeftOut: true },
    { title: "status" },
  ],
  toId: (token) => shownField(fieldsOf(token).id, String),
  toJson: (token) => storedJson("ApiToken", token),
  toRow: (token) => {
    const { id, name, role, orgId } = fieldsOf(token);
    return [
      shownField(id, String),
      shownField(name, String),
      shownField(role, String),
      shownField(orgId, String, "all of them"),
      apiTokenExpiry(token),
      apiTokenStatus(token),
    ];
  },
};
