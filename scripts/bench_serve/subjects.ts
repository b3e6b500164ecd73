import { measureBareSigning } from "./bare_signing.ts";
import { ALL_CELLS, BASELINE_CELLS, type Cell } from "./cells.ts";
import type { LoadReport } from "./load_job.ts";
import type { Caller } from "./request.ts";
import { runLoad } from "./run_load.ts";

/** What a cell gave in one round; `latency` is null where nothing is asked and answered. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number } | null;
  /** Signatures that were to be stored, also while it warmed up. */
  readonly stored: number;
  /** Requests that the server had no time for. */
  readonly refused: number;
}

/** Something that is measured in cells. */
export interface Subject {
  readonly cells: readonly Cell[];
  readonly measure: (cell: Cell, seconds: number) => Promise<Measured>;
}

/** Before every cell, uncounted: connections are made, and what was compiled for other work is compiled for this. */
const WARM_UP_SECONDS = 0.5;

/** Servers of one store, over which the connections are dealt out. */
export function servers(
  addresses: readonly string[],
  caller: Caller,
  cells: readonly Cell[] = ALL_CELLS,
): Subject {
  return {
    cells,
    measure: async ({ connections, ...work }, seconds) => {
      const reports = await Array.fromAsync(runLoad({
        ...{ servers: addresses, ...caller, connections, requests: null, mayRefuse: true },
        ...{ asks: [{ kind: "sign", ...work }], periods: [WARM_UP_SECONDS, seconds] },
      }));
      return toMeasured(reports);
    },
  };
}

/** Ed25519 by itself; the connections of a cell are how many signatures are under way at a time. */
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
