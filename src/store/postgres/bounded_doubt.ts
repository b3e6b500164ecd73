import { type CloacinaError, hasCode } from "../../errors.ts";
import type { Store } from "../store.ts";
import { noAccess } from "../store_errors.ts";
import type { RunStatement } from "./connection.ts";
import { TAKES_NO_CHANGES } from "./database_error.ts";

/** How many commits may be left waiting for a standby, each with a connection of the server's own. */
const MOST = 2;

/** Commits of this role that wait for a standby for longer than anybody waits for them. */
const LEFT = `
  select count(*)::int as number from pg_catalog.pg_stat_activity
  where usename = current_user and wait_event = 'SyncRep'
    and query_start < pg_catalog.clock_timestamp() - interval '30 seconds'`;

/**
 * Changes the store, unless too many changes are left whose commit was given up: the server goes on waiting for a
 * standby, which no limit of a statement ends, and each further change would leave it one connection less. A server that
 * became primary since has none of them. `look` reads the database.
 */
export function boundedDoubt(
  transaction: Store["transaction"],
  look: (ask: (run: RunStatement) => Promise<number>) => Promise<number>,
  place: string,
): Store["transaction"] {
  let isAnyLeft = false;
  return async (work) => {
    if (isAnyLeft) {
      const number = await look(commitsLeft);
      if (number >= MOST) throw tooMany(number, place);
      isAnyLeft = number > 0;
    }
    try {
      return await transaction(work);
    } catch (error) {
      isAnyLeft ||= hasCode(error, "outcome_unknown");
      throw error;
    }
  };
}

async function commitsLeft(run: RunStatement): Promise<number> {
  const { rows: [row] } = await run(LEFT);
  return Number(row?.["number"]);
}

function tooMany(number: number, place: string): CloacinaError {
  return noAccess(place, `${number} changes wait for a standby that does not answer`, {
    hint: "have the standbys of synchronous_standby_names looked at; reading goes on",
    publicState: TAKES_NO_CHANGES,
  });
}
