/** What one run of a command cost. */
export interface Sample {
  readonly wallSeconds: number;
  /** User and system time, of the children too. */
  readonly cpuSeconds: number;
  /** The most memory that one process of it held; undefined where nothing here can measure it. */
  readonly peakKibibytes: number | undefined;
}

/** Several runs of one command, in three figures and their spread. */
export interface Summary {
  readonly wallSeconds: number;
  readonly fastestSeconds: number;
  readonly slowestSeconds: number;
  readonly cpuSeconds: number;
  readonly peakKibibytes: number | undefined;
}

/** Medians of the times, the extremes of the wall time, and the highest peak. Needs one sample at least. */
export function summarize(samples: readonly Sample[]): Summary {
  const walls = samples.map(({ wallSeconds }) => wallSeconds);
  const peaks = samples.flatMap(({ peakKibibytes }) => peakKibibytes ?? []);
  return {
    wallSeconds: median(walls),
    fastestSeconds: Math.min(...walls),
    slowestSeconds: Math.max(...walls),
    cpuSeconds: median(samples.map(({ cpuSeconds }) => cpuSeconds)),
    peakKibibytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}

/** The middle value, or the mean of the two in the middle. Throws RangeError where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("no values have no median");
  return (lower + upper) / 2;
}
