import { median } from "./median.ts";

/** Number of runs, and a clock in milliseconds. Warm-up runs are not counted. */
export interface Stopwatch {
  readonly warmUpRuns: number;
  readonly runs: number;
  readonly now: () => number;
}

/**
 * Median milliseconds of each task; a task is given the number of the run. Warm-up runs compile code, open connections
 * and fill caches. The tasks take turns, so that other load on the machine affects all of them alike.
 */
export async function medianTimes(
  { warmUpRuns, runs, now }: Stopwatch,
  tasks: readonly ((run: number) => Promise<unknown>)[],
): Promise<readonly number[]> {
  const times = tasks.map((): number[] => []);
  for (let run = 0; run < warmUpRuns + runs; run++) {
    for (const [index, task] of tasks.entries()) {
      const start = now();
      await task(run);
      if (run >= warmUpRuns) times[index]!.push(now() - start);
    }
  }
  return times.map(median);
}
