import { fieldsOf, type Stored } from "../../../../domain/damaged.ts";
import type { OrgId } from "../../../../domain/ids.ts";
import type { TrustedKeyInfo } from "../../../../domain/trusted_key.ts";
import { toRfc3339 } from "../../../../formats/rfc3339.ts";
import type { CliContext } from "../../../context.ts";
import { listPages } from "../../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../../terminal/listing.ts";
import { requireOrg } from "../../../organisation.ts";
import type { ListFlags } from "../../../store/list_flags.ts";
import type { OrgFlag } from "../../../store/store_flags.ts";
import { storedJson } from "../../../records/record_json.ts";
import { shownField } from "../../../records/shown_field.ts";
import { storedTrustStatus } from "../../../records/trusted_key_output.ts";

/** The flags of `keys trusted list`. */
export interface ListTrustedFlags extends ListFlags, OrgFlag {
  readonly all?: boolean;
}

/** Lists the keys that an organisation trusts, including those it trusts by a grant to another organisation. */
export default async function list(this: CliContext, flags: ListTrustedFlags): Promise<void> {
  const orgId = requireOrg(this, flags);
  const request = { orgId, includeRevoked: flags.all ?? false };
  const page = pageOf(flags);
  await this.withOperations(flags, async ({ keys }, place) => {
    const pages = listPages(page, (page) => keys.trusted.list({ ...request, page }));
    await printListing(this, flags, { pages, place, format: formatFor(orgId) });
  });
}

function formatFor(orgId: OrgId): ListingFormat<Stored<TrustedKeyInfo>> {
  return {
    noun: "trusted keys",
    allAddsRevoked: true,
    columns: [
      { title: "fingerprint", shortenTo: 12 },
      { title: "name", shortenTo: 16 },
      { title: "trusted by", shortenTo: 12 },
      { title: "trusted at" },
      { title: "status" },
    ],
    toJson: (key) => storedJson("TrustedKey", key),
    toRow: (key) => {
      const { publicKey, name, trustedBy, trustedAt } = fieldsOf(key);
      return [
        shownField(publicKey?.fingerprint, String),
        shownField(name, String),
        shownField(trustedBy, (by) => by === orgId ? "itself" : by),
        shownField(trustedAt, toRfc3339),
        storedTrustStatus(key),
      ];
    },
  };
}
