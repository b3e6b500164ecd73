import { CloacinaError } from "../../errors.ts";
import { API_TOKENS_TABLE } from "../migrations/sqlite.ts";
import type { Connection } from "./connection.ts";
import { type LazyConnection, lazyConnection } from "./lazy_connection.ts";
import { type Patience, patienceFor, whileBusy } from "./patience.ts";
import { noApiTokens, notReady, readSchema } from "./schema.ts";
import { isMissingTable, isUnknownToSchema, toStoreError } from "./sqlite_error.ts";
import { type TakeTurn, turns } from "./turns.ts";

/** A database file with two connections: what is read by the first is committed, whatever the second is doing. */
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

/** Lends the writing connection to one after another. */
export async function whenFree<Result>(
  { path, writing, takeTurn, newPatience }: Database,
  work: (connection: Connection, patience: Patience) => Promise<Result>,
): Promise<Result> {
  const patience = newPatience();
  const endTurn = await takeTurn(patience);
  if (endTurn === null) throw waitedInVain(path);
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

/** What SQLite threw, as a coded error: where it did not understand a statement, what is wrong with the tables. */
export function explained(error: unknown, connection: Connection, path: string): unknown {
  if (!isUnknownToSchema(error)) return toStoreError(error, path);
  try {
    const schema = readSchema(connection);
    if (!schema.isReady) return notReady(schema, path);
    return isMissingTable(error, API_TOKENS_TABLE.name) ? noApiTokens(path) : error;
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

function waitedInVain(path: string): CloacinaError {
  return new CloacinaError(
    "store_unavailable",
    `Cannot use the database ${path}: another transaction of this process is running`,
    { hint: "try again when that is done" },
  );
}
