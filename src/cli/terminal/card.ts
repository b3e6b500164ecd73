import { breakAt, type CellWidth } from "./cell_width.ts";

const GAP = "  ";

/** With less room than this beside the labels, a value stands below its label. */
const LEAST_VALUE = 8;

/**
 * Lines of a label and its value each, the values in one column; a value that is wider than the room goes on below.
 * Labels are ASCII, values escaped; `width` is in cells.
 */
export function cardLines(
  rows: readonly (readonly [label: string, value: string])[],
  width: number,
  widthOf: CellWidth,
): readonly string[] {
  const widest = Math.max(0, ...rows.map(([label]) => label.length));
  const beside = width - widest - GAP.length;
  const margin = " ".repeat(widest + GAP.length);
  return rows.flatMap(([label, value]) => {
    if (beside < LEAST_VALUE) return [label, ...valueLines(value, width, widthOf)];
    const [first, ...rest] = valueLines(value, beside, widthOf);
    return [`${label.padEnd(widest)}${GAP}${first}`, ...rest.map((part) => margin + part)];
  }).map((line) => line.trimEnd());
}

/** Breaks a value between words, and a word where it is wider than a line by itself. */
export function valueLines(value: string, width: number, widthOf: CellWidth): readonly string[] {
  if (widthOf(value) <= width) return [value];
  const lines: string[] = [];
  for (const word of value.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...breakAt(word, width, widthOf));
  }
  return lines;
}
