import { formatCount } from "../bench/format.ts";
import { formatTable } from "../bench/table.ts";
import type { CellResult } from "./measure_subjects.ts";

/** A row, with its cells from few connections to many. */
export interface LoadRow {
  readonly title: string;
  readonly results: readonly CellResult[];
}

/** Rates with p50 and p99 in milliseconds and the processor time of each in microseconds, a column for each number of connections. `unit` says what is counted. */
export function formatLoadTable(unit: string, rows: readonly LoadRow[]): string {
  const columns = rows[0]!.results.map(({ cell: { connections } }) => ({
    title: `${connections} connection${connections === 1 ? "" : "s"}`,
    side: "right" as const,
  }));
  return formatTable(
    [{ title: `${unit} a second (p50 / p99 ms; processor µs)`, side: "left" }, ...columns],
    rows.map(({ title, results }) => [title, ...results.map(formatResult)]),
  );
}

function formatResult({ perSecond, latency, processorTime, refused }: CellResult): string {
  const rate = formatCount(perSecond);
  if (latency === null) return rate;
  const time = processorTime === null ? "" : `; ${formatCount(processorTime)}`;
  const rest = refused === 0 ? "" : `, ${formatCount(refused)} refused`;
  return `${rate} (${formatLatency(latency.p50)} / ${formatLatency(latency.p99)}${time})${rest}`;
}

/** Milliseconds in about three digits: "0.42", "5.3", "31", "1,204". */
export function formatLatency(milliseconds: number): string {
  if (milliseconds < 0.995) return milliseconds.toFixed(2);
  return milliseconds < 9.95 ? milliseconds.toFixed(1) : formatCount(milliseconds);
}
