import { formatCount, formatMebibytes } from "../bench/format.ts";
import { formatTable } from "../bench/table.ts";
import { formatLatency } from "./load_table.ts";
import type { MillionResult } from "./million.ts";
import type { SoakMinute, SoakResult } from "./soak.ts";

/** A row for each store. */
export function formatMillionTable(results: readonly MillionResult[]): string {
  const titles = ["at the start", "after 10,000", "after 1,000,000", "peak", "signatures a second"];
  return formatTable(
    [{ title: "MiB", side: "left" }, ...titles.map(rightColumn)],
    results.map(({ title, before, afterSome, afterAll, perSecond }) => [
      title,
      ...[before.now, afterSome.now, afterAll.now, afterAll.peak].map(formatMebibytes),
      formatCount(perSecond),
    ]),
  );
}

/** A row for the start and for each minute. */
export function formatSoakTable({ before, minutes }: SoakResult): string {
  const titles = ["MiB", "requests", "signatures", "of them stored", "p99 ms", "errors"];
  return formatTable(
    [{ title: "minute", side: "left" }, ...titles.map(rightColumn)],
    [
      ["start", formatMebibytes(before), "–", "–", "–", "–", "–"],
      ...minutes.map((minute, index) => [String(index + 1), ...soakCells(minute)]),
    ],
  );
}

/** The figures of a minute, in the order of the columns. */
export function soakCells({ report, memory }: SoakMinute): readonly string[] {
  const { count, signatures, stored, p99, errors } = report;
  return [
    formatMebibytes(memory),
    ...[count, signatures, stored].map(formatCount),
    formatLatency(p99),
    formatCount(errors),
  ];
}

function rightColumn(title: string) {
  return { title, side: "right" as const };
}
