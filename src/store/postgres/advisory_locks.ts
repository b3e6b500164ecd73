import postgres from "postgres";
import type { CloacinaError } from "../../errors.ts";
import type { Held, Holds } from "../store.ts";
import { noAccess } from "../store_errors.ts";
import type { RunStatement } from "./connection.ts";

/** The hint where a session of another program holds a lock. */
export const WHEN_SESSION_ENDS =
  "run the command again; if that session does not end, ask the database's owner to end it";

/**
 * A lock that lasts until the transaction ends. `number` has 64 bits and a sign; a shared one may have several holders.
 */
interface AdvisoryLock {
  readonly number: string;
  readonly isShared: boolean;
}

/**
 * SQLSTATE lock_not_available, and deadlock_detected (PostgreSQL, appendix A): as we take locks in one order, a
 * deadlock is with another program.
 */
const IN_THE_WAY = ["55P03", "40P01"];

/** Hex digits of an advisory lock's number, which has 64 bits. */
const DIGITS = 16;

/**
 * How long a user of a key or token waits for its revocation, in milliseconds: then it may be revoked, and is not used.
 */
const USER_PATIENCE = 3_000;

/**
 * How long a revocation waits for users: longer than they wait for the audit log, after which an honest user lets go.
 */
const REVOKER_PATIENCE = 12_000;

/**
 * As `StoreWriter.hold`, by advisory locks and not by those of rows: locking a row is a change, which waits for the
 * disk and needs the right to update, and a series of signatures would never let a revocation through. Whoever may
 * connect can take an advisory lock, and read in pg_locks which ones there are. So nothing waits for one for ever: use
 * is refused (`store_unavailable`), and a revocation goes on without the lock.
 */
export async function hold(
  run: RunStatement,
  place: string,
  { uses, revokes }: Holds,
): Promise<string | null> {
  const exclusive = new Set(revokes.map(toNumber));
  const numbers = [...new Set([...revokes, ...uses].map(toNumber))].toSorted();
  if (numbers.length === 0) return null;
  const locks = numbers.map((number) => ({ number, isShared: !exclusive.has(number) }));
  const patience = revokes.length === 0 ? USER_PATIENCE : REVOKER_PATIENCE;
  const holders = await takeLocks(run, locks, patience);
  if (holders !== null && revokes.length === 0) throw inTheWay(place, holders);
  return holders;
}

/**
 * Takes all locks in order, waiting at most so many milliseconds for each, and returns null; or takes none, and returns
 * who has them, as `role (process 123)`. The transaction goes on either way.
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
    // Sent together, and the savepoint as a separate message: pgpool-II sends it to both servers, like the rollback to it.
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

/**
 * The number comes from the first bytes of something random or of a digest: two that share one only wait for each
 * other.
 */
function toNumber(held: Held): string {
  const digits = held.replaceAll("-", "").slice(0, DIGITS);
  return String(BigInt.asIntN(64, BigInt(`0x${digits}`)));
}

function inTheWay(place: string, holders: string): CloacinaError {
  return noAccess(place, `the lock of a key or token in use is held by ${holders}`, {
    hint: WHEN_SESSION_ENDS,
  });
}
