import { type LoadJob, type LoadReport, runLoad, withoutErrors } from "./run_load.ts";

/** Minimum length of the last warm-up run. */
const WARM_UP_SECONDS = 0.25;

/** Each warm-up run sends this many times more requests than the one before. */
const GROWTH = 4;

/**
 * Runs a load for about `seconds`. The last report is the measurement, the ones before it are warm-up runs, which show
 * how many requests the servers answer in that time. The number of requests is fixed, and all of them are answered:
 * otherwise slow answers would be missing from the rate.
 */
export async function runTimedLoad(
  job: LoadJob,
  seconds: number,
): Promise<readonly [...LoadReport[], LoadReport]> {
  const warmUps: LoadReport[] = [];
  let amount = job.connections;
  for (;; amount *= GROWTH) {
    const report = withoutErrors(await runLoad(job, { amount }));
    warmUps.push(report);
    if (report.seconds < WARM_UP_SECONDS) continue;
    const ofThatTime = Math.max(job.connections, Math.round(amount / report.seconds * seconds));
    return [...warmUps, withoutErrors(await runLoad(job, { amount: ofThatTime }))];
  }
}
