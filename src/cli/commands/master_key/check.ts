import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import type { Items, Page } from "../../../domain/list_slice.ts";
import type { MasterKeyCheck } from "../../../domain/master_key.ts";
import { CloacinaError } from "../../../errors.ts";
import { localMasterKeyOperations } from "../../../operations/local.ts";
import type { CliContext } from "../../context.ts";
import { shownField } from "../../records/shown_field.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import { listPages } from "../../terminal/list_pages.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { findForKeys, requireKept } from "../../secrets/master_key_source.ts";
import type { JsonFlag } from "../../terminal/output.ts";
import type { PageFlags } from "../../store/list_flags.ts";
import type { MasterKeyFlags } from "../../store/store_flags.ts";

/** The flags of `master-key check`. */
export interface CheckMasterKeyFlags extends JsonFlag, MasterKeyFlags, PageFlags {}

/** Shows which keys the master key decrypts. Returns an error, already printed, if it is not all of them. */
export default async function checkMasterKey(
  this: CliContext,
  flags: CheckMasterKeyFlags,
): Promise<CloacinaError | undefined> {
  const page = pageOf(flags);
  const counts: Counts = { all: 0, closed: 0, damaged: 0 };
  await this.withStore(flags, async (parts, because) => {
    const place = { location: parts.store.location, because, isServer: false };
    const found = await findForKeys(this, flags, parts.store);
    const { check } = localMasterKeyOperations(parts);
    const ask = async (page: Page) =>
      found === null ? NO_KEYS : await check({ masterKey: found.key, page });
    const pages = counted(listPages(page, ask), counts);
    await printListing(this, flags, { pages, place, format: FORMAT })
      .finally(() => found?.key.fill(0));
    if (found !== null && counts.closed > 0) await requireKept(parts.store, found);
  });
  const failure = failureOf(counts);
  if (failure !== undefined) await this.terminal.error(failure);
  return failure;
}

const NO_KEYS: Items<MasterKeyCheck> = { items: [], total: 0 };

/** How many keys were checked, how many of them do not open, damaged ones aside, and how many are damaged. */
interface Counts {
  all: number;
  closed: number;
  damaged: number;
}

async function* counted(
  pages: AsyncIterable<Items<MasterKeyCheck>>,
  counts: Counts,
): AsyncGenerator<Items<MasterKeyCheck>> {
  for await (const page of pages) {
    counts.all += page.items.length;
    counts.closed += page.items.filter(({ key, opens }) => !opens && !isDamaged(key)).length;
    counts.damaged += page.items.filter((item) => faultOf(item) !== null).length;
    yield page;
  }
}

function failureOf({ all, closed, damaged }: Counts): CloacinaError | undefined {
  const state = `the master key does not open ${closed} of ${all}`;
  if (closed > 0) return new CloacinaError("wrong_master_key", `Cannot open every key: ${state}`);
  if (damaged === 0) return undefined;
  return new CloacinaError("key_integrity", `Cannot open every key: ${damaged} are damaged`);
}

function faultOf({ key, seedFault }: MasterKeyCheck): string | null {
  return seedFault ?? key.fault;
}

const FORMAT: ListingFormat<MasterKeyCheck> = {
  noun: "signing keys",
  columns: [
    { title: "key id", shortenTo: 12 },
    { title: "name", shortenTo: 16 },
    { title: "organisation", shortenTo: 12 },
    { title: "opens" },
    { title: "fault" },
  ],
  toJson,
  toRow: (item) => {
    const { id, name, orgId } = fieldsOf(item.key);
    return [
      shownField(id, String),
      shownField(name, String),
      shownField(orgId, String),
      item.opens ? "yes" : "no",
      faultOf(item) ?? "",
    ];
  },
};

async function toJson({ key, opens, seedFault }: MasterKeyCheck): Promise<Json> {
  if (!isDamaged(key)) return await recordJson("CheckedKey", { key, opens, seedFault });
  return { ...await recordJson("DamagedSigningKey", key), opens, seed_fault: seedFault };
}
