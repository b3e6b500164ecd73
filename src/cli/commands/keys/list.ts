import { fieldsOf, type Stored } from "../../../domain/damaged.ts";
import { namesMeant } from "../../../domain/key_reference.ts";
import type { Page } from "../../../domain/list_slice.ts";
import { quoted } from "../../../domain/quoted.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import { toRfc3339 } from "../../../formats/rfc3339.ts";
import { mutuallyExclusive } from "../../command_line/command_line_error.ts";
import type { CliContext } from "../../context.ts";
import { filteredPages, listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { requireOrg } from "../../organisation.ts";
import { shownField } from "../../records/shown_field.ts";
import { storedJson } from "../../records/record_json.ts";
import { storedKeyStatus } from "../../records/signing_key_output.ts";
import type { IdsOnlyFlag, ListFlags } from "../../store/list_flags.ts";
import type { OrgFlag } from "../../store/store_flags.ts";

/** The flags of `keys list`. */
export interface ListKeysFlags extends ListFlags, IdsOnlyFlag, OrgFlag {
  readonly all?: boolean;
  readonly active?: boolean;
  readonly name?: string;
}

/** A filter chooses among all keys. */
const EVERY: Page = { limit: Infinity, offset: 0 };

/** Lists an organisation's signing keys, oldest first. */
export default async function list(this: CliContext, flags: ListKeysFlags): Promise<void> {
  requireOneFilter(flags);
  const request = {
    orgId: requireOrg(this, flags),
    includeRevoked: flags.all ?? false,
  };
  const page = pageOf(flags);
  const passes = filterOf(flags);
  await this.withOperations(flags, async ({ keys }, place) => {
    const ask = (page: Page) => keys.list({ ...request, page });
    const pages = passes === null
      ? listPages(page, ask)
      : filteredPages(listPages(EVERY, ask), passes, page.limit);
    await printListing(this, flags, { pages, place, format: formatFor(flags) });
  });
}

/** A position in the list of all keys is none in a part of it. */
function requireOneFilter({ all, active, name, offset, after }: ListKeysFlags): void {
  const filter = active ? "--active" : name === undefined ? null : "--name";
  const page = offset !== undefined ? "--offset" : after === undefined ? null : "--after";
  if (all && active) throw mutuallyExclusive("--all", "--active");
  if (filter !== null && page !== null) throw mutuallyExclusive(filter, page);
}

/** Whether a key is to be listed; null where all are. A `*` of `--name` stands for any characters. */
function filterOf(
  { active, name }: ListKeysFlags,
): ((key: Stored<SigningKeyInfo>) => boolean) | null {
  if (!active && name === undefined) return null;
  const pattern = name === undefined ? /^/ : toPattern(name);
  return (key) =>
    (!active || storedKeyStatus(key) === "active") && pattern.test(fieldsOf(key).name ?? "");
}

function toPattern(name: string): RegExp {
  const sources = namesMeant(name).map((text) => text.split("*").map(RegExp.escape).join(".*"));
  return new RegExp(`^(?:${sources.join("|")})$`, "su");
}

function formatFor({ name }: ListKeysFlags): typeof FORMAT {
  return name === undefined
    ? FORMAT
    : { ...FORMAT, noun: `signing keys named ${quoted(shownReference(name))}` };
}

const FORMAT: ListingFormat<Stored<SigningKeyInfo>> = {
  noun: "signing keys",
  allAddsRevoked: true,
  columns: [
    { title: "key id", shortenTo: 12 },
    { title: "name", shortenTo: 16 },
    { title: "fingerprint", shortenTo: 12 },
    { title: "created" },
    { title: "status" },
  ],
  toId: (key) => shownField(fieldsOf(key).id, String),
  toJson: (key) => storedJson("SigningKey", key),
  toRow: (key) => {
    const { id, name, publicKey, createdAt } = fieldsOf(key);
    return [
      shownField(id, String),
      shownField(name, String),
      shownField(publicKey?.fingerprint, String),
      shownField(createdAt, toRfc3339),
      storedKeyStatus(key),
    ];
  },
};
