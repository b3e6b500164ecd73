import { fieldsOf, isDamaged } from "../../../domain/damaged.ts";
import type { Items } from "../../../domain/list_slice.ts";
import type { MasterKeyCheck } from "../../../domain/master_key.ts";
import { CloacinaError } from "../../../errors.ts";
import { localMasterKeyOperations } from "../../../operations/local.ts";
import type { CliContext } from "../../context.ts";
import { shownField } from "../../records/shown_field.ts";
import { type Json, recordJson } from "../../records/record_json.ts";
import { type ListingFormat, pageOf, printListing } from "../../terminal/listing.ts";
import { requireFoundMasterKey } from "../../secrets/master_key_source.ts";
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
  const checked = await this.withStore(flags, async (parts, because) => {
    const place = { location: parts.store.location, because, isServer: false };
    const { key } = await requireFoundMasterKey(this, flags, parts.store);
    const { check } = localMasterKeyOperations(parts);
    return { ...await check({ masterKey: key, page }).finally(() => key.fill(0)), place };
  });
  await printListing(this, flags, { listed: checked, format: FORMAT });
  const failure = failureOf(checked);
  if (failure !== undefined) await this.terminal.error(failure);
  return failure;
}

function failureOf({ items }: Items<MasterKeyCheck>): CloacinaError | undefined {
  const closed = items.filter(({ key, opens }) => !opens && !isDamaged(key)).length;
  const state = `the master key does not open ${closed} of ${items.length}`;
  if (closed > 0) return new CloacinaError("wrong_master_key", `Cannot open every key: ${state}`);
  const damaged = items.filter((item) => faultOf(item) !== null).length;
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
