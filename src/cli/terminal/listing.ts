import { fieldsOf } from "../../domain/damaged.ts";
import type { Items } from "../../domain/list_slice.ts";
import { mutuallyExclusive } from "../command_line/mutually_exclusive.ts";
import type { CliContext } from "../context.ts";
import { type NamedPlace, placeText } from "../asked_place.ts";
import type { Json } from "../records/record_json.ts";
import { toSafeJson } from "./escape.ts";
import type { JsonFlag } from "./output.ts";
import { printTable } from "./print_table.ts";
import type { IdsOnlyFlag, PageFlags } from "../store/list_flags.ts";
import type { Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** How many items are shown by default. */
const DEFAULT_LIMIT = 1000;

/** How items of a kind are printed. `noun` is their plural. */
export interface ListingFormat<Item> {
  readonly noun: string;
  readonly columns: readonly Column[];
  /** What `--ids-only` prints, where the list has that flag. */
  readonly toId?: (item: Item) => string;
  readonly toJson: (item: Item) => Promise<Json> | Json;
  readonly toRow: (item: Item) => readonly string[];
}

/** The slice that the flags of a list ask for. Throws `invalid_request` for two that contradict each other. */
export function pageOf(
  { limit = DEFAULT_LIMIT, offset, after, idsOnly, json }: PageFlags & IdsOnlyFlag & JsonFlag,
) {
  if (idsOnly && json) throw mutuallyExclusive("--ids-only", "--json");
  if (after === undefined) return { limit, offset: offset ?? 0 };
  if (offset === undefined) return { limit, offset: 0, after };
  throw mutuallyExclusive("--offset", "--after");
}

/** How many damaged rows are named one by one. */
const MAX_NAMED = 10;

/** A warning for each row whose fault is known, up to a number. */
function faultWarnings(items: readonly object[]): readonly string[] {
  const faults = items.flatMap((item) => {
    const { fault } = item as { readonly fault?: string | null };
    const { id } = fieldsOf(item) as { readonly id?: string };
    return typeof fault === "string"
      ? [`the row ${id ?? "without a valid id"} is damaged: ${fault}`]
      : [];
  });
  const others = faults.length - MAX_NAMED;
  return [
    ...faults.slice(0, MAX_NAMED),
    ...(others > 0 ? [`${others} more rows are damaged`] : []),
  ];
}

/** Items, and the store or server that they come from. */
export interface Listed<Item> extends Items<Item> {
  readonly place: NamedPlace;
}

/** A list, and how it is printed. */
export interface Listing<Item> {
  readonly listed: Listed<Item>;
  readonly format: ListingFormat<Item>;
}

/** Prints items as a table or a JSON array; notes on standard error damaged rows, and that there are more, or none. */
export async function printListing<Item extends object>(
  { terminal }: CliContext,
  flags: JsonFlag & IdsOnlyFlag & PageFlags,
  { listed, format }: Listing<Item>,
): Promise<void> {
  const { items, total, next, place } = listed;
  await printItems(terminal, flags, { items, format });
  const { noun } = format;
  for (const warning of faultWarnings(items)) await terminal.tell(`warning: ${warning}`);
  if (next !== undefined) {
    await terminal.note(
      `note: ${items.length} of ${total} ${noun}; --after ${next} shows the next`,
    );
  } else if (items.length < total && items.length > 0 && isFirst(flags)) {
    await terminal.note(`note: ${items.length} of ${total} ${noun}; --limit shows more`);
  } else if (total === 0) await terminal.note(`no ${noun} in ${placeText(place)}`);
  else if (items.length === 0 && !flags.json) {
    await terminal.note(`no further ${noun}: there are ${total}`);
  }
}

/** Whether a page is the first one. */
function isFirst({ offset, after }: PageFlags): boolean {
  return offset === undefined && after === undefined;
}

async function printItems<Item>(
  terminal: Terminal,
  flags: JsonFlag & IdsOnlyFlag & PageFlags,
  { items, format }: Pick<Listing<Item>, "format"> & Pick<Listed<Item>, "items">,
): Promise<void> {
  const { columns, toId, toJson, toRow } = format;
  if (flags.json) return await terminal.write(toSafeJson(await Array.fromAsync(items, toJson)));
  if (items.length === 0) return;
  if (toId !== undefined && flags.idsOnly) {
    return await terminal.write(items.map((item) => `${toId(item)}\n`).join(""));
  }
  await printTable(terminal, flags, { columns, rows: items.map(toRow) });
}
