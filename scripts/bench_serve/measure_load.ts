import { BASELINE_CELLS, PAIR_CELLS } from "./cells.ts";
import { measureSubjects, type Measuring } from "./measure_subjects.ts";
import type { LoadResults } from "./report.ts";
import { sampleAnswer } from "./sample_answer.ts";
import type { ServedStore } from "./served_store.ts";
import type { ServerStarts } from "./server_starts.ts";
import { BARE_SIGNING, servers } from "./subjects.ts";

/** A store of each kind, with what a server of it needs. */
export interface ServedStores {
  readonly sqlite: ServedStore;
  readonly postgres: ServedStore;
}

/** Puts load on a server on each store, on two servers on one Postgres, and on the baselines, in turn. */
export async function measureLoad(
  measuring: Measuring,
  { serve, answerWith, stopAll }: ServerStarts,
  { sqlite, postgres }: ServedStores,
): Promise<LoadResults> {
  try {
    const onSqlite = await serve(sqlite);
    const [one, other] = [await serve(postgres), await serve(postgres)];
    const answer = await sampleAnswer(onSqlite.address, sqlite.caller, sqlite.signedHash);
    const empty = await answerWith(answer);
    const results = await measureSubjects(measuring, [
      BARE_SIGNING,
      servers([empty.address], sqlite.caller, BASELINE_CELLS),
      servers([onSqlite.address], sqlite.caller),
      servers([one.address], postgres.caller),
      servers([one.address, other.address], postgres.caller, PAIR_CELLS),
    ]);
    const [bare, empties, sqlites, postgreses, pair] = results;
    return {
      bare: bare!,
      empty: empties!,
      sqlite: sqlites!,
      postgres: postgreses!,
      pair: pair!,
    };
  } finally {
    await stopAll();
  }
}
