import type { NoHeaderFlag } from "../command_line/flags.ts";
import type { Json } from "../records/record_json.ts";
import type { IdsOnlyFlag } from "../store/list_flags.ts";
import { escapeJson } from "../../formats/escape.ts";
import type { JsonFlag } from "./output.ts";
import { printTable } from "./print_table.ts";
import type { Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** How items of a kind are printed. */
export interface ItemFormat<Item> {
  readonly columns: readonly Column[];
  /** What `--ids-only` prints, where the list has that flag. */
  readonly toId?: (item: Item) => string;
  readonly toJson: (item: Item) => Promise<Json> | Json;
  readonly toRow: (item: Item) => readonly string[];
}

/** Prints the items of a list part by part, so that only one part is in memory. */
export interface ItemPrinter<Item> {
  readonly add: (items: readonly Item[]) => Promise<void>;
  readonly end: () => Promise<void>;
}

type Output = Pick<Terminal, "columns" | "write" | "note">;

/** A printer of a JSON array, of IDs, or of a table, whose columns are aligned within each part. */
export function itemPrinter<Item>(
  terminal: Output,
  flags: JsonFlag & IdsOnlyFlag & NoHeaderFlag,
  format: ItemFormat<Item>,
): ItemPrinter<Item> {
  const { toId } = format;
  if (flags.json) return jsonPrinter(terminal, format);
  if (toId === undefined || !flags.idsOnly) return tablePrinter(terminal, flags, format);
  return {
    add: (items) => terminal.write(items.map((item) => `${toId(item)}\n`).join("")),
    end: () => Promise.resolve(),
  };
}

/** As JSON.stringify prints the whole array. */
function jsonPrinter<Item>(
  { write }: Output,
  { toJson }: ItemFormat<Item>,
): ItemPrinter<Item> {
  let isEmpty = true;
  return {
    add: async (items) => {
      let text = "";
      for (const item of items) {
        const json = JSON.stringify(await toJson(item), null, 2).replaceAll("\n", "\n  ");
        text += `${isEmpty ? "[" : ","}\n  ${json}`;
        isEmpty = false;
      }
      await write(escapeJson(text));
    },
    end: () => write(isEmpty ? "[]\n" : "\n]\n"),
  };
}

/** The titles stand above the first part, and what there is no room for is said once. */
function tablePrinter<Item>(
  { columns: width, write, note }: Output,
  { noHeader = false }: NoHeaderFlag,
  { columns, toRow }: ItemFormat<Item>,
): ItemPrinter<Item> {
  let isFirst = true;
  return {
    add: async (items) => {
      if (items.length === 0) return;
      const terminal = { columns: width, write, note: isFirst ? note : () => Promise.resolve() };
      const rows = items.map(toRow);
      await printTable(terminal, { noHeader: noHeader || !isFirst }, { columns, rows });
      isFirst = false;
    },
    end: () => Promise.resolve(),
  };
}
