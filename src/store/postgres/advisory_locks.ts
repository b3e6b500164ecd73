import postgres from "postgres";
import type { RunStatement } from "./connection.ts";

/** A lock that lasts until the transaction ends. `number` has 64 bits and a sign; a shared one may have several holders. */
export interface AdvisoryLock {
  readonly number: string;
  readonly isShared: boolean;
}

/**
 * SQLSTATE lock_not_available, and deadlock_detected (PostgreSQL, appendix A): as we take locks in one order, who waits for
 * us while we wait for him is a stranger.
 */
const IN_THE_WAY = ["55P03", "40P01"];

/**
 * Takes all locks in their order, waiting so many milliseconds for each, and returns null; or takes none, and returns who
 * has them, as `role (process 123)`. The transaction goes on either way.
 */
export async function takeLocks(
  run: RunStatement,
  locks: readonly AdvisoryLock[],
  patience: number,
): Promise<string | null> {
  // Numbers stand in the statement itself: one with parameters takes the driver another round trip.
  const taken = locks.map(({ number, isShared }) =>
    `pg_catalog.pg_advisory_xact_lock${isShared ? "_shared" : ""}(bigint '${number}')`
  );
  try {
    // Sent at once, and the savepoint as a message of its own: pgpool-II sends it to both servers, as what goes back to it.
    await Promise.all([
      run("savepoint before_locks"),
      run(
        `set local lock_timeout = ${patience}; select ${
          taken.join(", ")
        }; set local lock_timeout = 0`,
      ),
    ]);
    return null;
  } catch (error) {
    if (!isInTheWay(error)) throw error;
    await run("rollback to savepoint before_locks");
    return await holdersOf(run, locks.map(({ number }) => number));
  }
}

function isInTheWay(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof postgres.PostgresError && IN_THE_WAY.includes(cause.code);
}

async function holdersOf(run: RunStatement, numbers: readonly string[]): Promise<string> {
  const { rows } = await run(`
    select distinct held.pid, session.usename::text as role
    from pg_catalog.pg_locks as held
    left join pg_catalog.pg_stat_activity as session on session.pid = held.pid
    where held.locktype = 'advisory' and held.granted and held.objsubid = 1
      and held.database = (select oid from pg_catalog.pg_database where datname = current_database())
      and (held.classid::bigint << 32) | held.objid::bigint in (${numbers.join(", ")})
    order by held.pid`);
  const named = rows.map(({ role, pid }) => `${role ?? "an unknown role"} (process ${pid})`);
  return named.length === 0 ? "another session" : named.join(", ");
}
