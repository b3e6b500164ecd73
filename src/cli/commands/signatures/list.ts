import { toOrgId } from "../../../domain/ids.ts";
import type { CliContext } from "../../context.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { pageOf, printListing } from "../../terminal/listing.ts";
import { readOrg } from "../../organisation.ts";
import { readPackageHash } from "../../package/read_package_hash.ts";
import type { PackageFlags } from "../../package/package_flags.ts";
import { SIGNATURE_LISTING, statedListing } from "../../records/signature_listing.ts";
import type { ListFlags } from "../../store/list_flags.ts";
import type { OrgFlag } from "../../store/store_flags.ts";

/** The flags of `signatures list`. */
export interface ListSignaturesFlags extends ListFlags, OrgFlag, PackageFlags {}

/** Lists stored signatures as their rows claim them to be, those of one package with what they state. Nothing is verified. */
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
  const format = hash === null ? SIGNATURE_LISTING : statedListing(this.now());
  await this.withOperations(flags, async ({ signatures }, place) => {
    const pages = listPages(page, (page) => signatures.list({ ...request, page }));
    await printListing(this, flags, { pages, place, format });
  });
}
