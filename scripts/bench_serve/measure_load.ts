import { BASELINE_CELLS, BUSY_CELLS } from "./cells.ts";
import { measureSubjects, type Measuring } from "./measure_subjects.ts";
import type { ServeOptions } from "./arguments.ts";
import type { LoadResults } from "./report.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServedStore } from "./served_store.ts";
import type { ServerStarts } from "./server_starts.ts";
import { BARE_SIGNING, servers } from "./subjects.ts";

/** A store of each kind, with what a server of it needs. */
export interface ServedStores {
  readonly sqlite: ServedStore;
  readonly postgres: ServedStore;
}

/**
 * Puts load on a server on each store, on several servers on one Postgres, on the bare handler, and on the servers of
 * another build, in turn.
 */
export async function measureLoad(
  measuring: Measuring & Pick<ServeOptions, "servers">,
  { serve, serveBaseline, serveBare, stopAll }: ServerStarts,
  { sqlite, postgres }: ServedStores,
): Promise<LoadResults> {
  const sizes = groupSizes(measuring.servers);
  try {
    const onPostgres: RunningServer[] = [];
    for (let number = 0; number < Math.max(1, ...sizes); number++) {
      onPostgres.push(await serve(postgres));
    }
    const baselines = serveBaseline === null ? [] : [
      servers([await serveBaseline(sqlite)], sqlite, BUSY_CELLS),
      servers([await serveBaseline(postgres)], postgres, BUSY_CELLS),
    ];
    const results = await measureSubjects(measuring, [
      BARE_SIGNING,
      servers([await serveBare()], sqlite, BASELINE_CELLS),
      servers([await serve(sqlite)], sqlite),
      servers(onPostgres.slice(0, 1), postgres),
      ...baselines,
      ...sizes.map((size) => servers(onPostgres.slice(0, size), postgres, BUSY_CELLS)),
    ]);
    const [signing, handler, sqlites, postgreses, ...rest] = results;
    const [sqliteBefore, postgresBefore] = rest.splice(0, baselines.length);
    return {
      signing: signing!,
      handler: handler!,
      sqlite: sqlites!,
      postgres: postgreses!,
      groups: sizes.map((size, at) => ({ size, results: rest[at]! })),
      baseline: serveBaseline && { sqlite: sqliteBefore!, postgres: postgresBefore! },
    };
  } finally {
    await stopAll();
  }
}

/** Each size is twice the one before. */
function groupSizes(most: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 2; size <= most; size *= 2) sizes.push(size);
  return sizes;
}
