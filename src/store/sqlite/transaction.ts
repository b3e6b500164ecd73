import { CloacinaError } from "../../errors.ts";
import { transactionEnded } from "../store_errors.ts";
import type { Connection } from "./connection.ts";
import { type Patience, whileBusy } from "./patience.ts";
import type { Look } from "./session.ts";

/** A connection without an open transaction, and what turns SQLite's errors into coded ones. */
interface Surroundings {
  readonly connection: Connection;
  /** What errors call the database. */
  readonly place: string;
  /** The time left to wait for the start, and a new one for the end. */
  readonly patience: Patience;
  readonly newPatience: () => Patience;
  readonly explain: (error: unknown) => unknown;
}

/** Runs work in a transaction: it is durable when this returns, or it never was and this throws what the work threw. */
export async function inTransaction<Result>(
  { connection, place, patience, newPatience, explain }: Surroundings,
  work: (look: Look) => Promise<Result>,
): Promise<Result> {
  const execute = async (sql: string, patience: Patience) => {
    await whileBusy(() => connection.change(sql), patience).catch((error) => {
      throw explain(error);
    });
  };
  await execute("BEGIN IMMEDIATE", patience);
  const guard = guardOf(connection, place, explain);
  try {
    const result = await work(guard.look);
    guard.end();
    await execute("COMMIT", newPatience());
    return result;
  } catch (error) {
    guard.stop();
    rollBack(connection);
    throw error;
  }
}

/** Looks at a connection while its transaction lasts. */
interface Guard {
  readonly look: Look;
  /** No look after this. */
  readonly stop: () => void;
  /** As `stop`; throws the failure that the work has hidden, if there was one. */
  readonly end: () => void;
}

/**
 * SQLite ends a transaction by itself after some failures, and a statement that came then would be a transaction of its
 * own. So nothing is done after a failure, nor by work that goes on when its transaction has ended.
 */
function guardOf(
  connection: Connection,
  place: string,
  explain: Surroundings["explain"],
): Guard {
  let failure: { readonly error: unknown } | undefined;
  let hasStopped = false;
  const requireSound = () => {
    if (failure !== undefined) throw failure.error;
  };
  const stop = () => {
    hasStopped = true;
  };
  return {
    // Async, so that what is thrown is a rejection; it runs up to its end before anything else does.
    // deno-lint-ignore require-await
    look: async (view) => {
      requireSound();
      if (hasStopped) throw transactionEnded(place);
      try {
        return view(connection);
      } catch (error) {
        if (error instanceof CloacinaError) throw error;
        failure = { error: explain(error) };
        throw failure.error;
      }
    },
    stop,
    end: () => {
      stop();
      requireSound();
    },
  };
}

function rollBack(connection: Connection): void {
  if (connection.isInTransaction()) connection.change("ROLLBACK");
}
