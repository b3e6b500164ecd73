import { measureBareSigning } from "./bare_signing.ts";
import { ALL_CELLS, BASELINE_CELLS, type Cell } from "./cells.ts";
import type { LoadReport } from "./run_load.ts";
import { runTimedLoad } from "./run_timed_load.ts";
import type { Caller } from "./to_request.ts";

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

/** Before every cell, not counted: it lets the runtime compile what this work needs. */
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
      const asks = [{ kind: "sign", ...work } as const];
      const job = { servers: addresses, caller, connections, asks, mayRefuse: true };
      return toMeasured(await runTimedLoad(job, seconds));
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
