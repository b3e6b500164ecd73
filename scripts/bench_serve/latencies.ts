/** How many requests a load got through, and how long they took in milliseconds. */
export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

/** What half of the requests and what 99 of 100 stay within. All zero where there was none. */
export function summarizeLatencies(milliseconds: readonly number[]): Latencies {
  const sorted = Float64Array.from(milliseconds).sort();
  return {
    count: sorted.length,
    p50: percentileOf(sorted, 50),
    p99: percentileOf(sorted, 99),
  };
}

/** The smallest value that so many percent of the sorted values do not exceed (the nearest rank); 0 where there is none. */
export function percentileOf(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil(sorted.length * percent / 100));
  return sorted[rank - 1] ?? 0;
}
