import type { Items } from "../../domain/list_slice.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { type AskedPlace, placeText } from "../asked_place.ts";
import type { Json } from "../records/record_json.ts";
import { toSafeJson } from "./escape.ts";
import type { JsonFlag } from "./output.ts";
import type { PageFlags } from "../store/store_flags.ts";
import { type Column, formatTable } from "./table.ts";

/** How many items are shown by default. */
const DEFAULT_LIMIT = 1000;

/** How items of a kind are printed. `noun` is their plural. */
export interface ListingFormat<Item> {
  readonly noun: string;
  readonly columns: readonly Column[];
  readonly toJson: (item: Item) => Promise<Json> | Json;
  readonly toRow: (item: Item) => readonly string[];
}

/** The slice that `--limit`, `--offset` and `--after` ask for. Throws `invalid_request` where it is to begin at two places. */
export function pageOf({ limit = DEFAULT_LIMIT, offset, after }: PageFlags) {
  if (after === undefined) return { limit, offset: offset ?? 0 };
  if (offset === undefined) return { limit, offset: 0, after };
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the command line: --offset and --after are mutually exclusive",
  );
}

/** Items, and the store or server that they come from. */
export interface Listed<Item> extends Items<Item> {
  readonly place: AskedPlace;
}

/** A list, and how it is printed. */
export interface Listing<Item> {
  readonly listed: Listed<Item>;
  readonly format: ListingFormat<Item>;
}

/** Prints items as a table or a JSON array; notes on standard error that there are more, or none. */
export async function printListing<Item>(
  { terminal }: CliContext,
  flags: JsonFlag & PageFlags,
  { listed, format }: Listing<Item>,
): Promise<void> {
  const { items, total, next, place } = listed;
  const { noun, columns, toJson, toRow } = format;
  if (flags.json) await terminal.write(toSafeJson(await Array.fromAsync(items, toJson)));
  else if (items.length > 0) {
    const { text, leftOut } = await formatTable(columns, items.map(toRow), terminal.columns);
    await terminal.write(text);
    if (leftOut.length > 0) {
      const titles = leftOut.join(" and ");
      await terminal.note(`note: the terminal is too narrow for ${titles}; --json shows all`);
    }
  }
  if (next !== undefined) {
    await terminal.note(
      `note: ${items.length} of ${total} ${noun}; --after ${next} shows the next`,
    );
  } else if (total === 0) await terminal.note(`no ${noun} in ${placeText(place)}`);
  else if (items.length === 0 && !flags.json) {
    await terminal.note(`no further ${noun}: there are ${total}`);
  }
}
