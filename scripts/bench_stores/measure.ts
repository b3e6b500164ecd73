import { median } from "../bench/statistics.ts";
import type { Action } from "./actions.ts";
import type { Arena } from "./sample.ts";

/** Runs that are not counted: the first ones compile, connect and read what nothing read before. */
const WARM_UP_RUNS = 10;

/** How often to measure, and by which clock, in milliseconds. */
export interface Stopwatch {
  readonly runs: number;
  readonly now: () => number;
}

/** Median milliseconds of every action. They take turns, so that what else the machine does meets all alike. */
export async function measureActions(
  { runs, now }: Stopwatch,
  arena: Arena,
  actions: readonly Action[],
): Promise<readonly number[]> {
  const times = actions.map((): number[] => []);
  for (let run = 0; run < WARM_UP_RUNS + runs; run++) {
    for (const [index, action] of actions.entries()) {
      const start = now();
      await action.run(arena, run);
      if (run >= WARM_UP_RUNS) times[index]!.push(now() - start);
    }
  }
  return times.map(median);
}
