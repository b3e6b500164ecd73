import { measureBareSigning } from "./bare_signing.ts";
import { ALL_CELLS, BASELINE_CELLS, type Cell } from "./cells.ts";
import type { LoadReport } from "./run_load.ts";
import { runTimedLoad } from "./run_timed_load.ts";
import type { Caller } from "./to_request.ts";

/** The figures of a cell in one round; `latency` is null if there are no requests. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number } | null;
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
  addresses: readonly string[],
  caller: Caller,
  cells: readonly Cell[] = ALL_CELLS,
): Subject {
  return {
    cells,
    measure: async ({ connections, ...work }, seconds) => {
      const asks = [{ kind: "sign", ...work } as const];
      const job = { servers: addresses, caller, connections, asks, mayRefuse: true };
      return toMeasured(await runTimedLoad(job, seconds));
    },
  };
}

/** Ed25519 alone. The connections of a cell are the number of concurrent signatures. */
export const BARE_SIGNING: Subject = {
  cells: BASELINE_CELLS,
  measure: async ({ connections }, seconds) => {
    await measureBareSigning(WARM_UP_SECONDS, connections);
    const perSecond = await measureBareSigning(seconds, connections);
    return { perSecond, latency: null, stored: 0, refused: 0 };
  },
};

function toMeasured(reports: readonly LoadReport[]): Measured {
  const { signatures, seconds, p50, p99, refused } = reports.at(-1)!;
  return {
    perSecond: signatures / seconds,
    latency: { p50, p99 },
    stored: reports.reduce((sum, report) => sum + report.stored, 0),
    refused,
  };
}
