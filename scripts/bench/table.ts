/** A column: its title, and the alignment of its cells. */
export interface Column {
  readonly title: string;
  readonly side: "left" | "right";
}

/** A Markdown table as `deno fmt` formats it: every column as wide as its widest cell. Cells must not contain `|`. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(3, title.length, ...rows.map((row) => row[index]!.length))
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const pad = (cell: string, index: number) =>
    columns[index]!.side === "left" ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!);
  const rule = columns.map(({ side }, index) =>
    side === "left" ? "-".repeat(widths[index]!) : `${"-".repeat(widths[index]! - 1)}:`
  );
  const titles = columns.map(({ title }) => title);
  return [titles.map(pad), rule, ...rows.map((row) => row.map(pad))].map(line).join("");
}
