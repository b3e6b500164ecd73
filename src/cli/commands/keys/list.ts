import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import { signingKeyStatus } from "../../../domain/status.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import type { CliContext } from "../../context.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { requireOrg } from "../../organisation.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import { recordJson } from "../../records/record_json.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, PageFlags, StoreFlags } from "../../store/store_flags.ts";

/** The flags of `keys list`. */
export interface ListFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, PageFlags {
  readonly all?: boolean;
}

/** Lists an organisation's signing keys, oldest first. */
export default async function list(this: CliContext, flags: ListFlags): Promise<void> {
  const request = {
    orgId: requireOrg(this, flags),
    includeRevoked: flags.all ?? false,
    page: pageOf(flags),
  };
  const listed = await this.withOperations(flags, async ({ keys }, place) => ({
    ...await keys.list(request),
    place,
  }));
  await printListing(this, flags, { listed, format: FORMAT });
}

const FORMAT: ListingFormat<SigningKeyInfo> = {
  noun: "signing keys",
  columns: [
    { title: "key id", shortenTo: 12 },
    { title: "name", shortenTo: 16 },
    { title: "fingerprint", shortenTo: 12 },
    { title: "created" },
    { title: "status" },
  ],
  toJson: (key) => recordJson("SigningKey", key),
  toRow: (key) => [
    key.id,
    key.name,
    key.publicKey.fingerprint,
    toRfc3339(key.createdAt),
    signingKeyStatus(key),
  ],
};
