import { formatCount } from "../bench/format.ts";
import { formatTable } from "../bench/table.ts";
import type { StoreSize } from "./sizes.ts";

/** A store, measured: for each size, the median of each action in the order of `actions`. */
export interface StoreResult {
  readonly title: string;
  readonly actions: readonly string[];
  readonly columns: readonly {
    readonly size: StoreSize;
    readonly milliseconds: readonly number[];
  }[];
}

/** A row for each action, a column for each size, in Markdown. */
export function formatStoreTable({ actions, columns }: StoreResult): string {
  return formatTable(
    [
      { title: "milliseconds", side: "left" },
      ...columns.map(({ size }) => ({ title: describeSize(size), side: "right" as const })),
    ],
    actions.map((action, index) => [
      action,
      ...columns.map(({ milliseconds }) => formatDuration(milliseconds[index]!)),
    ]),
  );
}

function describeSize({ keys, signatures }: StoreSize): string {
  return `${formatCount(keys)} keys, ${formatCount(signatures)} signatures`;
}

/** Milliseconds in three digits or more: "0.42", "5.25", "31.7", "1,204". */
function formatDuration(milliseconds: number): string {
  if (milliseconds < 9.995) return milliseconds.toFixed(2);
  return milliseconds < 99.95 ? milliseconds.toFixed(1) : formatCount(milliseconds);
}
