import { fieldsOf, isDamaged, type Stored } from "../../../domain/damaged.ts";
import { toOrgId } from "../../../domain/ids.ts";
import type { SignatureRecord } from "../../../domain/records.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import type { CliContext } from "../../context.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { readOrg } from "../../organisation.ts";
import { readPackageHash } from "../../package/read_package_hash.ts";
import type { PackageFlags } from "../../package/package_flags.ts";
import { shownField } from "../../records/shown_field.ts";
import { storedJson } from "../../records/record_json.ts";
import type { ListFlags } from "../../store/list_flags.ts";
import type { OrgFlag } from "../../store/store_flags.ts";

/** The flags of `signatures list`. */
export interface ListSignaturesFlags extends ListFlags, OrgFlag, PackageFlags {}

/** Lists stored signatures as their rows claim them to be. Nothing is verified. */
export default async function list(this: CliContext, flags: ListSignaturesFlags): Promise<void> {
  const hash = await readPackageHash(this, flags);
  const request = {
    // Of one package every signature matters, since the engine may meet any of them: only --org leaves some out.
    orgId: hash === null
      ? readOrg(this, flags)
      : flags.org === undefined
      ? null
      : toOrgId(flags.org),
    hash,
  };
  const page = pageOf(flags);
  await this.withOperations(flags, async ({ signatures }, place) => {
    const pages = listPages(page, (page) => signatures.list({ ...request, page }));
    await printListing(this, flags, { pages, place, format: FORMAT });
  });
}

const FORMAT: ListingFormat<Stored<SignatureRecord>> = {
  noun: "signatures",
  columns: [
    { title: "package", shortenTo: 12 },
    { title: "signed by", shortenTo: 12 },
    { title: "organisation", shortenTo: 12 },
    { title: "signed at (claimed)" },
    { title: "status" },
  ],
  toJson: (row) => storedJson("StoredSignature", row),
  toRow: (row) => {
    const { packageHash, keyFingerprint, orgId, signedAt } = fieldsOf(row);
    return [
      shownField(packageHash, String),
      shownField(keyFingerprint, String),
      shownField(orgId, String, "none"),
      shownField(signedAt, toRfc3339),
      isDamaged(row) ? "damaged" : "stored",
    ];
  },
};
