import { OWN_TABLE_NAMES } from "../schema_status.ts";
import { OWN_TABLES } from "../sql/tables.ts";
import { databasePlace, lockedStore, noOwnTable } from "../store_errors.ts";
import { type Connection, type LazyConnection, lazyConnection } from "./connection.ts";
import { type Patience, patienceFor, whileBusy } from "./patience.ts";
import { notReady, readSchema } from "./schema.ts";
import {
  isMissingTable,
  isUnknownToSchema,
  refusedBySqlite,
  toStoreError,
} from "./sqlite_error.ts";

/** Waits for its turn, and gives back what ends it. Null where patience ended first. */
type TakeTurn = (patience: Patience) => Promise<(() => void) | null>;

/** A database file with two connections: the first reads only what is committed, whatever the second is doing. */
export interface Database {
  readonly path: string;
  readonly reading: LazyConnection;
  readonly writing: LazyConnection;
  readonly takeTurn: TakeTurn;
  readonly newPatience: () => Patience;
}

/** A database of which nothing is opened yet. */
export function databaseAt(path: string, patienceMilliseconds: number): Database {
  return {
    path,
    reading: lazyConnection(path, "read"),
    writing: lazyConnection(path, "write"),
    takeTurn: turns(),
    newPatience: () => patienceFor(patienceMilliseconds),
  };
}

/** Looks at what is committed, all of it at one moment. Throws coded errors. */
export async function lookAt<Result>(
  { path, reading, newPatience }: Database,
  view: (connection: Connection) => Result,
): Promise<Result> {
  const patience = newPatience();
  const connection = await reading.get(patience);
  try {
    return await whileBusy(() => snapshot(connection, view), patience);
  } catch (error) {
    throw explained(error, connection, path);
  }
}

/** Runs work with the writing connection, one at a time. */
export async function whenFree<Result>(
  { path, writing, takeTurn, newPatience }: Database,
  work: (connection: Connection, patience: Patience) => Promise<Result>,
): Promise<Result> {
  const patience = newPatience();
  const endTurn = await takeTurn(patience);
  if (endTurn === null) throw lockedStore(databasePlace(path));
  try {
    return await work(await writing.get(patience), patience);
  } finally {
    endTurn();
  }
}

/** Closes both connections, after a transaction that is still running. */
export async function closeDatabase({ reading, writing, takeTurn, newPatience }: Database) {
  const endTurn = await takeTurn(newPatience());
  await reading.close();
  await writing.close();
  endTurn?.();
}

/**
 * SQLite's error as a coded one: where it did not understand a statement, one that says what is wrong with the tables.
 */
export function explained(error: unknown, connection: Connection, path: string): unknown {
  if (!isUnknownToSchema(error)) return toStoreError(error, path);
  try {
    const schema = readSchema(connection);
    if (!schema.isReady) return notReady(schema, path);
    const own = OWN_TABLE_NAMES.find((one) => isMissingTable(error, OWN_TABLES[one].name));
    return own === undefined
      ? refusedBySqlite("access", path, error)
      : noOwnTable(own, databasePlace(path));
  } catch (another) {
    return toStoreError(another, path);
  }
}

function snapshot<Result>(
  connection: Connection,
  view: (connection: Connection) => Result,
): Result {
  connection.change("BEGIN");
  try {
    return view(connection);
  } finally {
    if (connection.isInTransaction()) connection.change("ROLLBACK");
  }
}

/** One at a time, first come first served: a connection has one transaction at most. */
function turns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();
  return async (patience) => {
    const before = last;
    const turn = Promise.withResolvers<void>();
    last = before.then(() => turn.promise);
    const hasTurn = await within(before, patience);
    if (!hasTurn) turn.resolve();
    return hasTurn ? turn.resolve : null;
  };
}

/** Whether the promise settled in time. */
async function within(promise: Promise<void>, patience: Patience): Promise<boolean> {
  const timeUp = Promise.withResolvers<false>();
  const timer = setTimeout(() => timeUp.resolve(false), Math.max(0, patience()));
  try {
    return await Promise.race([promise.then(() => true), timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}
