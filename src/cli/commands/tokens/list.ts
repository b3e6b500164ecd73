import type { ApiTokenInfo } from "../../../domain/api_token.ts";
import { toOrgId } from "../../../domain/ids.ts";
import { recordJson } from "../../records/record_json.ts";
import { apiTokenExpiry } from "../../records/api_token_output.ts";
import type { CliContext } from "../../context.ts";
import {
  type IdsOnlyFlag,
  type ListingFormat,
  pageOf,
  printListing,
} from "../../terminal/listing.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, PageFlags, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `tokens list`. */
export interface ListTokensFlags
  extends JsonFlag, IdsOnlyFlag, StoreFlags, RemoteFlags, OrgFlag, PageFlags {
  readonly all?: boolean;
}

/** Lists API tokens, oldest first: of every organisation, so that none is overlooked, unless `--org` names one. */
export default async function list(this: CliContext, flags: ListTokensFlags): Promise<void> {
  const request = {
    orgId: flags.org === undefined ? null : toOrgId(flags.org),
    includeRevoked: flags.all ?? false,
    page: pageOf(flags),
  };
  const listed = await this.withOperations(flags, async ({ tokens }, place) => ({
    ...await tokens.list(request),
    place,
  }));
  await printListing(this, flags, { listed, format: FORMAT });
}

const FORMAT: ListingFormat<ApiTokenInfo> = {
  noun: "API tokens",
  columns: [
    // Whole, because `tokens revoke` takes nothing less.
    { title: "token id" },
    { title: "name", shortenTo: 5 },
    { title: "role" },
    { title: "organisation", shortenTo: 12, mayBeLeftOut: true },
    { title: "expires", mayBeLeftOut: true },
    { title: "status" },
  ],
  toId: ({ id }) => id,
  toJson: (token) => recordJson("ApiToken", token),
  toRow: (token) => [
    token.id,
    token.name ?? "",
    token.role,
    token.orgId ?? "all of them",
    apiTokenExpiry(token),
    token.status,
  ],
};
