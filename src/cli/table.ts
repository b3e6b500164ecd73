import { escapeText } from "./escape.ts";

/** A column. One that may be shortened keeps this many characters, so that what is left still says which it is. */
export interface Column {
  readonly title: string;
  readonly shortenTo?: number;
}

const GAP = "  ";
const ELLIPSIS = "…";

/**
 * Rows in aligned columns under their titles; what is printed is escaped. Where `width` (characters, null for no
 * terminal) is too small, columns that may be shortened are, the last one first; nothing else is ever cut.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(escapeText))];
  const widths = fit(columns, naturalWidths(lines), width ?? Infinity);
  return lines.map((line) => `${formatLine(line, widths)}\n`).join("");
}

function naturalWidths(lines: readonly (readonly string[])[]): readonly number[] {
  const [titles = []] = lines;
  return titles.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, lengthOf(line[index] ?? "")), 0)
  );
}

function fit(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly number[] {
  const widths = [...natural];
  for (let index = columns.length - 1; index >= 0; index--) {
    const excess = totalOf(widths) - width;
    const { title, shortenTo } = columns[index]!;
    if (excess <= 0 || shortenTo === undefined) continue;
    const least = Math.max(shortenTo + ELLIPSIS.length, title.length);
    widths[index] = Math.min(widths[index]!, Math.max(least, widths[index]! - excess));
  }
  return widths;
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
