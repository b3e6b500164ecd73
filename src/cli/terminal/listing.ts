import type { Items } from "../../domain/list_slice.ts";
import { mutuallyExclusive } from "../command_line/command_line_error.ts";
import type { CliContext } from "../context.ts";
import { type NamedPlace, placeText } from "../asked_place.ts";
import type { IdsOnlyFlag, PageFlags } from "../store/list_flags.ts";
import { type ItemFormat, type ItemPrinter, itemPrinter } from "./item_printer.ts";
import type { JsonFlag } from "./output.ts";
import { addFaults, faultWarnings, NO_FAULTS, type RowFaults } from "./row_faults.ts";

/** How many items are shown by default. */
const DEFAULT_LIMIT = 1000;

/** How items of a kind are printed. `noun` is their plural; `--all` adds the revoked ones to some lists. */
export interface ListingFormat<Item> extends ItemFormat<Item> {
  readonly noun: string;
  readonly allAddsRevoked?: boolean;
}

interface AllFlag {
  readonly all?: boolean;
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

/** The pages of a list, the store or server that they come from, and how they are printed. */
interface Listing<Item> {
  readonly pages: AsyncIterable<Items<Item>>;
  readonly place: NamedPlace;
  readonly format: ListingFormat<Item>;
}

/** What was printed: how many items, which of them are damaged, and what the last page said. */
interface Printed extends Omit<Items<unknown>, "items">, RowFaults {
  readonly count: number;
}

/**
 * Prints items as a table or a JSON array, each page before the next one is asked for; notes on standard error damaged
 * rows, and that there are more, or none.
 */
export async function printListing<Item extends object>(
  { terminal }: CliContext,
  flags: JsonFlag & IdsOnlyFlag & PageFlags & AllFlag,
  { pages, place, format }: Listing<Item>,
): Promise<void> {
  const printed = await printPages(pages, itemPrinter(terminal, flags, format));
  const { count, total, next } = printed;
  const { noun } = format;
  for (const warning of faultWarnings(printed)) await terminal.tell(`warning: ${warning}`);
  if (next !== undefined) {
    await terminal.note(`note: ${count} of ${total} ${noun}; --after ${next} shows the next`);
  } else if (count < total && count > 0 && isFirst(flags)) {
    await terminal.note(`note: ${count} of ${total} ${noun}; --limit shows more`);
  } else if (total === 0) await terminal.note(noneIn(placeText(place), format, flags));
  else if (count === 0 && !flags.json) {
    await terminal.note(`no further ${noun}: there are ${total}`);
  }
}

/** That a list is empty; one without revoked items says so, since there may be some. */
function noneIn(
  place: string,
  { noun, allAddsRevoked = false }: Pick<ListingFormat<never>, "noun" | "allAddsRevoked">,
  { all = false }: AllFlag,
): string {
  if (all || !allAddsRevoked) return `no ${noun} in ${place}`;
  return `no active ${noun} in ${place}; --all lists revoked ones too`;
}

async function printPages<Item extends object>(
  pages: AsyncIterable<Items<Item>>,
  printer: ItemPrinter<Item>,
): Promise<Printed> {
  let printed: Printed = { count: 0, total: 0, ...NO_FAULTS };
  for await (const { items, ...rest } of pages) {
    await printer.add(items);
    printed = { ...rest, count: printed.count + items.length, ...addFaults(printed, items) };
  }
  await printer.end();
  return printed;
}

/** Whether a page is the first one. */
function isFirst({ offset, after }: PageFlags): boolean {
  return offset === undefined && after === undefined;
}
