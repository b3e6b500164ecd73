import { formatMebibytes, formatMilliseconds, formatRatio } from "./format.ts";
import type { BenchCase } from "./plan.ts";
import type { Summary } from "./measure_command.ts";
import { type Column, formatTable } from "./table.ts";

/** A contender's row in a table, with figures or the reason why there are none. */
export type Row =
  & { readonly name: string; readonly work: string }
  & ({ readonly summary: Summary } | { readonly failure: string });

/** A table, measured. */
export interface CaseResult {
  readonly bench: Pick<BenchCase, "title" | "reference">;
  readonly rows: readonly Row[];
}

const COLUMNS: readonly Column[] = [
  { title: "tool", side: "left" },
  { title: "work", side: "left" },
  { title: "wall ms", side: "right" },
  { title: "fastest to slowest", side: "right" },
  { title: "CPU ms", side: "right" },
  { title: "peak MiB", side: "right" },
  { title: "ratio", side: "right" },
];

/** The figures of a row; undefined if there is no such row or it failed. */
export function summaryOf(
  { rows }: Pick<CaseResult, "rows">,
  name: string,
): Summary | undefined {
  const row = rows.find((row) => row.name === name);
  return row !== undefined && "summary" in row ? row.summary : undefined;
}

/** The table as Markdown. Ratios compare median wall times with the reference of the case. */
export function formatCase(result: CaseResult): string {
  const reference = summaryOf(result, result.bench.reference);
  return formatTable(COLUMNS, result.rows.map((row) => cells(row, reference)));
}

function cells(row: Row, reference: Summary | undefined): string[] {
  if ("failure" in row) return [row.name, row.failure, "–", "–", "–", "–", "–"];
  const { wallSeconds, fastestSeconds, slowestSeconds, cpuSeconds, peakKibibytes } = row.summary;
  return [
    row.name,
    row.work,
    formatMilliseconds(wallSeconds),
    `${formatMilliseconds(fastestSeconds)} to ${formatMilliseconds(slowestSeconds)}`,
    formatMilliseconds(cpuSeconds),
    formatMebibytes(peakKibibytes),
    reference === undefined ? "–" : formatRatio(wallSeconds / reference.wallSeconds),
  ];
}
