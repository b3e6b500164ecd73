import type { CliContext } from "./context.ts";
import type { Items } from "../operations/operations.ts";
import { toSafeJson } from "./escape.ts";
import type { JsonFlag } from "./output.ts";
import type { PageFlags } from "./store_flags.ts";
import { type Column, formatTable } from "./table.ts";

/** How many items are shown where nobody says. */
const DEFAULT_LIMIT = 1000;

/** How items of a kind are printed. `noun` is their plural. */
export interface ListingFormat<Item> {
  readonly noun: string;
  readonly columns: readonly Column[];
  readonly toJson: (item: Item) => Readonly<Record<string, unknown>>;
  readonly toRow: (item: Item) => readonly string[];
}

/** The slice that `--limit` and `--offset` ask for. */
export function pageOf({ limit = DEFAULT_LIMIT, offset = 0 }: PageFlags) {
  return { limit, offset };
}

/** Prints items as a table, or as a JSON array. That there are others, or none at all, is said on standard error. */
export async function printListing<Item>(
  { terminal }: CliContext,
  flags: JsonFlag & PageFlags,
  { items, total }: Items<Item>,
  { noun, columns, toJson, toRow }: ListingFormat<Item>,
): Promise<void> {
  if (flags.json) await terminal.write(toSafeJson(items.map(toJson)));
  else if (items.length > 0) {
    const { text, leftOut } = formatTable(columns, items.map(toRow), terminal.columns);
    await terminal.write(text);
    if (leftOut.length > 0) {
      const titles = leftOut.join(" and ");
      await terminal.note(`note: the terminal is too narrow for ${titles}; --json shows all`);
    }
  }
  const next = pageOf(flags).offset + items.length;
  if (items.length > 0 && next < total) {
    await terminal.note(`note: ${next} of ${total} ${noun}; --offset ${next} shows the next`);
  } else if (items.length === 0 && !flags.json) {
    await terminal.note(total === 0 ? `no ${noun}` : `no further ${noun}: there are ${total}`);
  }
}
