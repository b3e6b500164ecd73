import { medianTimes } from "../bench/median_times.ts";
import type { StoreLocation } from "../../src/store/location.ts";
import { openStore } from "../../src/store/open.ts";
import { ACTIONS } from "./actions.ts";
import { type Filler, fillerBetween, fillerGrants, orgOf } from "./filler.ts";
import { createArena } from "./sample.ts";
import type { StoreSize } from "./sizes.ts";
import type { StoreResult } from "./store_table.ts";

/** A store to measure, and a fast way to fill it directly. */
export interface BackEnd {
  readonly title: string;
  /** The database and its version, as in "PostgreSQL 17.2"; null if there is none. */
  readonly version: string | null;
  readonly location: StoreLocation;
  readonly fill: (filler: Filler) => Promise<void>;
}

/** Runs that are not counted. */
const WARM_UP_RUNS = 10;

/** Measures a new store at every size. */
export async function measureBackEnd(
  { title, location, fill }: BackEnd,
  sizes: readonly StoreSize[],
  runs: number,
): Promise<StoreResult> {
  const store = await openStore(location);
  try {
    await store.migrate();
    const arena = await createArena(store, orgOf(0));
    await store.transaction(async (writer) => {
      for (const grant of fillerGrants()) await writer.saveTrustGrant(grant);
    });
    const stopwatch = { warmUpRuns: WARM_UP_RUNS, runs, now: () => performance.now() };
    const tasks = ACTIONS.map((action) => (run: number) => action.run(arena, run));
    const columns = [];
    for (const [index, size] of sizes.entries()) {
      await fill(fillerBetween(sizes[index - 1] ?? null, size));
      columns.push({ size, milliseconds: await medianTimes(stopwatch, tasks) });
    }
    return { title, actions: ACTIONS.map(({ title }) => title), columns };
  } finally {
    await store.close();
  }
}
