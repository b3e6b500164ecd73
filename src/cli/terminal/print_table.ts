import type { NoHeaderFlag } from "../command_line/flags.ts";
import { escapeText } from "../../formats/escape.ts";
import { type Column, formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Rows, with a value for each column. */
interface TableContent {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Prints a table on a terminal, and notes what it has no room for. Elsewhere the rows are tab-separated values, whole, a line
 * each: an escaped value has no tab and no line break.
 */
export async function printTable(
  terminal: Pick<Terminal, "columns" | "write" | "note">,
  { noHeader = false }: NoHeaderFlag,
  { columns, rows }: TableContent,
): Promise<void> {
  if (terminal.columns === null) {
    const titles = noHeader ? [] : [columns.map(({ title }) => title)];
    return await terminal.write([...titles, ...rows].map(tabSeparated).join(""));
  }
  const form = { width: terminal.columns, noHeader };
  const { text, leftOut } = await formatTable(columns, rows, form);
  await terminal.write(text);
  if (leftOut.length === 0) return;
  const titles = listed(leftOut);
  await terminal.note(`note: the terminal is too narrow for ${titles}; --json shows all`);
}

/** "package, organisation and details". */
function listed(titles: readonly string[]): string {
  const last = titles.at(-1)!;
  return titles.length === 1 ? last : `${titles.slice(0, -1).join(", ")} and ${last}`;
}

function tabSeparated(values: readonly string[]): string {
  return `${values.map(escapeText).join("\t")}\n`;
}
