import { BASELINE_CELLS, BUSY_CELLS } from "./cells.ts";
import { measureSubjects, type Measuring } from "./measure_subjects.ts";
import type { LoadResults } from "./report.ts";
import type { ServedStore } from "./served_store.ts";
import type { ServerStarts } from "./server_starts.ts";
import { BARE_SIGNING, servers } from "./subjects.ts";

/** A store of each kind, with what a server of it needs. */
export interface ServedStores {
  readonly sqlite: ServedStore;
  readonly postgres: ServedStore;
}

/**
 * Puts load on a server on each store, on two servers on one Postgres, on the bare handler, and on the servers of
 * another build, in turn.
 */
export async function measureLoad(
  measuring: Measuring,
  { serve, serveBaseline, serveBare, stopAll }: ServerStarts,
  { sqlite, postgres }: ServedStores,
): Promise<LoadResults> {
  try {
    const [one, other] = [await serve(postgres), await serve(postgres)];
    const baselines = serveBaseline === null ? [] : [
      servers([await serveBaseline(sqlite)], sqlite, BUSY_CELLS),
      servers([await serveBaseline(postgres)], postgres, BUSY_CELLS),
    ];
    const results = await measureSubjects(measuring, [
      BARE_SIGNING,
      servers([await serveBare()], sqlite, BASELINE_CELLS),
      servers([await serve(sqlite)], sqlite),
      servers([one], postgres),
      servers([one, other], postgres, BUSY_CELLS),
      ...baselines,
    ]);
    const [signing, handler, sqlites, postgreses, pair, sqliteBefore, postgresBefore] = results;
    return {
      signing: signing!,
      handler: handler!,
      sqlite: sqlites!,
      postgres: postgreses!,
      pair: pair!,
      baseline: serveBaseline && { sqlite: sqliteBefore!, postgres: postgresBefore! },
    };
  } finally {
    await stopAll();
  }
}
