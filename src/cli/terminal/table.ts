import { escapeText } from "./escape.ts";

/** A column. One that may be shortened keeps this many characters, so that what is left still says which it is. */
export interface Column {
  readonly title: string;
  readonly shortenTo?: number;
  /** Whether the table may go without it, where there is no room. */
  readonly mayBeLeftOut?: boolean;
}

/** A table as it is printed, and the titles of the columns that it had no room for. */
export interface Table {
  readonly text: string;
  readonly leftOut: readonly string[];
}

const GAP = "  ";
const ELLIPSIS = "…";

/**
 * Rows in aligned columns under their titles; what is printed is escaped. Where `width` (characters, null for no
 * terminal) is too small, columns that may be shortened are, and where that is not enough others are left out, the last
 * one first; nothing else is ever cut.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): Table {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(escapeText))];
  const natural = naturalWidths(lines);
  const isKept = keep(columns, natural, width ?? Infinity);
  const kept = <Part>(parts: readonly Part[]) => parts.filter((_, index) => isKept[index]);
  const widths = fit(kept(columns), kept(natural), width ?? Infinity);
  return {
    text: lines.map((line) => `${formatLine(kept(line), widths)}\n`).join(""),
    leftOut: columns.filter((_, index) => !isKept[index]).map(({ title }) => title),
  };
}

function naturalWidths(lines: readonly (readonly string[])[]): readonly number[] {
  const [titles = []] = lines;
  return titles.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, lengthOf(line[index] ?? "")), 0)
  );
}

/** Whether each column is shown. */
function keep(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly boolean[] {
  const isKept = columns.map(() => true);
  const least = columns.map((column, index) => leastWidth(column, natural[index]!));
  for (let index = columns.length - 1; index >= 0; index--) {
    if (totalOf(least.filter((_, at) => isKept[at])) <= width) break;
    if (columns[index]!.mayBeLeftOut) isKept[index] = false;
  }
  return isKept;
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

function leastWidth({ title, shortenTo }: Column, natural: number): number {
  if (shortenTo === undefined) return natural;
  return Math.min(natural, Math.max(shortenTo + ELLIPSIS.length, title.length));
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

function formatLine(line: readonly string[], widths: readonly number[]): string {
  return line.map((text, index) => pad(shorten(text, widths[index]!), widths[index]!)).join(GAP)
    .trimEnd();
}

function shorten(text: string, width: number): string {
  if (lengthOf(text) <= width) return text;
  return [...text].slice(0, width - ELLIPSIS.length).join("") + ELLIPSIS;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - lengthOf(text));
}

/** Code points: a terminal counts in cells, and most characters of names take one. */
function lengthOf(text: string): number {
  return [...text].length;
}
