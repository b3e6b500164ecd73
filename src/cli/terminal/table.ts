import { cardLines } from "./card.ts";
import { breakAt, type CellWidth, cellWidthFor } from "./cell_width.ts";
import { escapeText } from "../../formats/escape.ts";

/** A column. One that may be shortened keeps this many cells, so that what is left still identifies the value. */
export interface Column {
  readonly title: string;
  readonly shortenTo?: number;
  /** Whether the table may go without it where there is no room. */
  readonly mayBeLeftOut?: boolean;
}

/** A table as it is printed, and the titles of the columns that it had no room for. */
interface Table {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** The width of the terminal in cells, 0 if unknown, and whether the titles are left out. */
interface TableForm {
  readonly width: number;
  readonly noHeader?: boolean;
}

type Rows = readonly (readonly string[])[];

const GAP = "  ";
const ELLIPSIS = "…";

/**
 * Rows in aligned columns under their titles; what is printed is escaped. Where the terminal is
 * too narrow, columns that may be shortened are; then those that may be left out are, the last one first; then every row
 * is a list of titles and values. So no line is wider than the terminal, and no other value is ever cut.
 */
export async function formatTable(
  columns: readonly Column[],
  rows: Rows,
  { width, noHeader = false }: TableForm,
): Promise<Table> {
  const titles = columns.map(({ title }) => title);
  const lines = [titles, ...rows.map((row) => row.map(escapeText))];
  const widthOf = await cellWidthFor(lines.flat());
  const natural = titles.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, widthOf(line[index] ?? "")), 0)
  );
  const available = width || Infinity;
  const isKept = keep(columns, natural, available);
  if (isKept === null) return { text: toRecords(lines, available, widthOf), leftOut: [] };
  const kept = <Part>(parts: readonly Part[]) => parts.filter((_, index) => isKept[index]);
  const widths = fit(kept(columns), kept(natural), available);
  return {
    text: lines.slice(noHeader ? 1 : 0).map((line) =>
      `${formatLine(kept(line), widths, widthOf)}\n`
    ).join(""),
    leftOut: titles.filter((_, index) => !isKept[index]),
  };
}

/** Whether each column is shown; null where they do not fit, whatever is left out. */
function keep(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly boolean[] | null {
  const isKept = columns.map(() => true);
  const least = columns.map((column, index) => leastWidth(column, natural[index]!));
  const fits = () => totalOf(least.filter((_, index) => isKept[index])) <= width;
  for (let index = columns.length - 1; index >= 0 && !fits(); index--) {
    if (columns[index]!.mayBeLeftOut) isKept[index] = false;
  }
  return fits() ? isKept : null;
}

function fit(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly number[] {
  const widths = [...natural];
  for (let index = columns.length - 1; index >= 0; index--) {
    const excess = totalOf(widths) - width;
    if (excess <= 0) break;
    const least = leastWidth(columns[index]!, natural[index]!);
    widths[index] = Math.max(least, widths[index]! - excess);
  }
  return widths;
}

/** Titles are ASCII, a cell a character. */
function leastWidth({ title, shortenTo }: Column, natural: number): number {
  if (shortenTo === undefined) return natural;
  return Math.min(natural, Math.max(shortenTo + ELLIPSIS.length, title.length));
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

function formatLine(
  line: readonly string[],
  widths: readonly number[],
  widthOf: CellWidth,
): string {
  const cells = line.map((text, index) => {
    const shown = shorten(text, widths[index]!, widthOf);
    return shown + " ".repeat(Math.max(0, widths[index]! - widthOf(shown)));
  });
  return cells.join(GAP).trimEnd();
}

function shorten(text: string, width: number, widthOf: CellWidth): string {
  if (widthOf(text) <= width) return text;
  return breakAt(text, width - ELLIPSIS.length, widthOf)[0]! + ELLIPSIS;
}

/** A card for each row. */
function toRecords([titles = [], ...rows]: Rows, width: number, widthOf: CellWidth): string {
  const cards = rows.map((row) => {
    const fields = titles.map((title, index) => [title, row[index]!] as const);
    return cardLines(fields, width, widthOf).map((line) => `${line}\n`).join("");
  });
  return cards.join("\n");
}
