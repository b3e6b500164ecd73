import { measureBareSigning } from "./bare_signing.ts";
import { ALL_CELLS, BASELINE_CELLS, type Cell } from "./cells.ts";
import { processorTimeOf } from "./processor_time.ts";
import type { LoadReport } from "./run_load.ts";
import type { RunningServer } from "./running_server.ts";
import { runTimedLoad } from "./run_timed_load.ts";
import type { ServedStore } from "./served_store.ts";

/** The figures of a cell in one round; `latency` is null if there are no requests. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number } | null;
  /** Of the servers, in microseconds, for each signature or verification; null where no server is measured. */
  readonly processorTime: number | null;
  /** Signatures that were stored, including warm-up runs. */
  readonly stored: number;
  /** Requests that were answered with 503. */
  readonly refused: number;
}

/** Something to measure, with the cells to measure. */
export interface Subject {
  readonly cells: readonly Cell[];
  readonly measure: (cell: Cell, seconds: number) => Promise<Measured>;
}

/** Before every cell, not counted: it lets the runtime compile what this work needs. */
const WARM_UP_SECONDS = 0.5;

/** Servers on one store, over which connections are spread evenly. */
export function servers(
  running: readonly RunningServer[],
  { caller, signedHash }: ServedStore,
  cells: readonly Cell[] = ALL_CELLS,
): Subject {
  const addresses = running.map(({ address }) => address);
  return {
    cells,
    measure: async ({ connections, ...work }, seconds) => {
      const asks = [work.kind === "verify" ? { ...work, hash: signedHash } : work];
      const job = { servers: addresses, caller, connections, asks, mayRefuse: true };
      const before = await processorTimes(running);
      const reports = await runTimedLoad(job, seconds);
      return toMeasured(reports, await processorTimes(running) - before);
    },
  };
}

/** Ed25519 alone. The connections of a cell are the number of concurrent signatures. */
export const BARE_SIGNING: Subject = {
  cells: BASELINE_CELLS,
  measure: async ({ connections }, seconds) => {
    await measureBareSigning(WARM_UP_SECONDS, connections);
    const perSecond = await measureBareSigning(seconds, connections);
    return { perSecond, latency: null, processorTime: null, stored: 0, refused: 0 };
  },
};

/** In seconds. */
async function processorTimes(running: readonly RunningServer[]): Promise<number> {
  const times = await Promise.all(running.map(({ pid }) => processorTimeOf(pid)));
  return times.reduce((sum, time) => sum + time, 0);
}

function toMeasured(reports: readonly LoadReport[], processorSeconds: number): Measured {
  const last = reports.at(-1)!;
  const { seconds, p50, p99, refused } = last;
  const results = reports.reduce((sum, report) => sum + resultsOf(report), 0);
  return {
    perSecond: resultsOf(last) / seconds,
    latency: { p50, p99 },
    processorTime: processorSeconds * 1e6 / results,
    stored: reports.reduce((sum, report) => sum + report.stored, 0),
    refused,
  };
}

/** Signatures; of a load that only verifies, verifications. */
function resultsOf({ signatures, count }: LoadReport): number {
  return signatures === 0 ? count : signatures;
}
