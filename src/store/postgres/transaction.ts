import { CloacinaError } from "../../errors.ts";
import { transactionEnded } from "../store_errors.ts";
import { type Connection, type RunStatement, STATEMENT_LIMIT } from "./connection.ts";
import type { DatabaseTarget } from "./connection_target.ts";
import { stateOf } from "./database_error.ts";
import type { FindTables } from "./find_tables.ts";
import { readOnlySetting } from "./settings.ts";
import { quoteText, SAFE_PATH, type Tables } from "./tables.ts";

/** The server ends a transaction that is idle for this time, in milliseconds: its locks block the engine. */
const PAUSE_LIMIT = 60_000;

const LIMITS = `set local statement_timeout = ${STATEMENT_LIMIT}; ` +
  `set local idle_in_transaction_session_timeout = ${PAUSE_LIMIT}`;

/**
 * The formats in which rows are read, whatever the role, database or URL sets. Where a policy would leave out rows, the
 * server refuses the statement: a revocation that is not seen would not count.
 */
const READING = "set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'; " +
  "set local row_security = off";

/** A read sees one snapshot, so that a page and its total agree. */
const BEGIN = {
  read: "begin isolation level repeatable read read only",
  write: "begin isolation level read committed",
} as const;

const STANDBY_COLUMN = "cloacina_is_standby";

/**
 * A column by which an answer says whether it comes from a standby, which may be behind its primary. pgpool-II sends
 * what calls this function to the primary, as it may be one that writes.
 */
export const IS_STANDBY = `pg_catalog.pg_is_in_recovery() as ${STANDBY_COLUMN}`;

/** What is done within one transaction, and on which tables. */
export type Work<Result> = (run: RunStatement, tables: Tables) => Promise<Result>;

/** Runs work: in a transaction of its own, or in the one that is open. */
export type Within = <Result>(work: Work<Result>) => Promise<Result>;

/** A connection without an open transaction, and what a transaction asks of its store. */
export interface Surroundings {
  readonly connection: Connection;
  readonly mode: keyof typeof BEGIN;
  readonly target: Pick<DatabaseTarget, "settings" | "place">;
  readonly findTables: FindTables["once"];
  /** Called where a standby answers. What it throws ends the transaction. */
  readonly onStandby: () => void;
}

/**
 * Runs work in a transaction: commits what it did, or undoes it and throws what it threw. All settings are local to the
 * transaction, as a connection pooler hands each one to another session.
 */
export async function inTransaction<Result>(
  { connection, mode, target, findTables, onStandby }: Surroundings,
  work: Work<Result>,
): Promise<Result> {
  const { settings, place } = target;
  const { run, end, failure } = untilEnd(seeingStandby(connection.run, onStandby), place);
  try {
    const begun = beginnings(mode, settings).map((statements) => run(statements));
    const [tables] = await Promise.all([findTables(connection, run), ...begun]);
    const result = await work(run, tables);
    end();
    // The answer to the commit of a transaction in which a statement had failed, and the work has hidden that.
    if (await commit(connection, place) !== "COMMIT") throw failure();
    return result;
  } catch (error) {
    end();
    await undo(connection);
    throw error;
  }
}

/**
 * The first statements of a transaction. They are sent together, in one round trip; but as separate messages, because
 * pgpool-II looks only at the first statement of a message. So it sends the search path to both servers, and everything
 * after it to the primary.
 */
function beginnings(
  mode: keyof typeof BEGIN,
  settings: DatabaseTarget["settings"],
): readonly string[] {
  const wanted = settings.map(([name, value]) =>
    `select pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`
  );
  const rest = [LIMITS, ...wanted, ...wanted.length === 0 ? [] : [SAFE_PATH], READING];
  return [begin(mode, settings), SAFE_PATH, [...rest, `select ${IS_STANDBY}`].join("; ")];
}

/** Set in the transaction, `default_transaction_read_only` would come too late for it. */
function begin(mode: keyof typeof BEGIN, settings: DatabaseTarget["settings"]): string {
  const isReadOnly = mode === "read" ? null : readOnlySetting(settings);
  if (isReadOnly === null) return BEGIN[mode];
  return `${BEGIN[mode]} ${isReadOnly ? "read only" : "read write"}`;
}

/** Detects answers of a standby. */
function seeingStandby(run: RunStatement, onStandby: () => void): RunStatement {
  return async (statement, parameters) => {
    const result = await run(statement, parameters);
    if (result.rows.some((row) => row[STANDBY_COLUMN] === true)) onStandby();
    return result;
  };
}

/** The server's word for what was done. */
async function commit(connection: Connection, place: string): Promise<string> {
  const isSent = connection.isOpen();
  const { command } = await connection.run("commit").catch((cause) => {
    throw isSent && !connection.isOpen() ? outcomeUnknown(place, cause) : cause;
  });
  return command;
}

/** Where even that fails, the server rolls back when the connection is gone. */
async function undo(connection: Connection): Promise<void> {
  if (!connection.isOpen()) return;
  await connection.run("rollback").catch(connection.cut);
}

/** Runs statements until the transaction ends: one that came later would be a transaction of its own. */
function untilEnd(run: RunStatement, place: string) {
  let hasEnded = false;
  let failure: unknown;
  const guarded: RunStatement = async (statement, parameters) => {
    if (hasEnded) throw transactionEnded(place);
    return await run(statement, parameters).catch((error) => {
      failure = error;
      throw error;
    });
  };
  const end = () => {
    hasEnded = true;
  };
  return { run: guarded, end, failure: () => failure };
}

function outcomeUnknown(place: string, cause: unknown): CloacinaError {
  const state = stateOf(cause instanceof CloacinaError ? cause.cause : cause);
  const message = `Cannot tell whether ${place} has the changes: ${state}`;
  return new CloacinaError("store_unavailable", message, {
    hint: "check whether they were made before you run the command again",
    cause,
    isOutcomeUnknown: true,
  });
}
