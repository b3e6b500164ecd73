import { ASK_AGAIN } from "../../domain/ask_again.ts";
import { CloacinaError } from "../../errors.ts";
import type { SqlRow, Statement } from "../sql/session.ts";
import { noAccess, transactionEnded } from "../store_errors.ts";
import { type Connection, type RunStatement, STATEMENT_LIMIT } from "./connection.ts";
import type { DatabaseTarget } from "./connection_target.ts";
import { CHANGED_MEANWHILE, stateOf } from "./database_error.ts";
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

/**
 * What is done within one transaction, and on which tables. `look` is `run` for statements that change nothing: they are
 * sent without waiting for what is under way, and answered after it.
 */
export type Work<Result> = (
  run: RunStatement,
  tables: Tables,
  look: RunStatement,
) => Promise<Result>;

/** Runs work: in a transaction of its own, or in the one that is open. */
export type Within = <Result>(work: Work<Result>) => Promise<Result>;

/**
 * The rows of statements that change nothing, all as they were at one moment. `onBegin` is called before the
 * transaction begins, whose first statement fixes that moment: whoever asks after it may not see what it has missed.
 */
export type ReadAtOnce = (
  toStatements: (tables: Tables) => readonly Statement[],
  onBegin?: () => void,
) => Promise<readonly (readonly SqlRow[])[]>;

/** A connection without an open transaction, and what a transaction asks of its store. */
interface Surroundings {
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
  surroundings: Surroundings,
  work: Work<Result>,
): Promise<Result> {
  const { connection, target } = surroundings;
  const { run, look, end, failure, begun, tables } = begin(surroundings);
  try {
    // No change is sent before the transaction has begun: should it not begin, nothing would undo that.
    const change: RunStatement = (...statement) => begun.then(() => run(...statement));
    const result = await work(change, await tables, look);
    await begun;
    end();
    // The answer to the commit of a transaction in which a statement had failed, and the work has hidden that.
    if (await commit(connection, target.place) !== "COMMIT") throw failure();
    return result;
  } catch (error) {
    end();
    await undo(connection);
    throw error;
  }
}

/** Reads in a transaction, all of which is sent at once: one round trip, unless a pooler is in between. */
export async function readAtOnce(
  surroundings: Omit<Surroundings, "mode">,
  ...[toStatements, onBegin]: Parameters<ReadAtOnce>
): ReturnType<ReadAtOnce> {
  const { connection, target: { place } } = surroundings;
  onBegin?.();
  const { look, end, failure, tables } = begin({ ...surroundings, mode: "read" });
  try {
    const answers = toStatements(await tables).map(({ text, values }) => look(text, values));
    const committed = look("commit");
    end();
    const [results, { command }] = await Promise.all([Promise.all(answers), committed]);
    // The driver itself repeats a prepared statement whose table is another one now: after the commit, or in vain.
    if (command !== "COMMIT") throw failure() ?? changedMeanwhile(place);
    return results.map(({ rows }) => rows);
  } catch (error) {
    end();
    await undo(connection);
    throw error;
  }
}

/**
 * Sends what begins a transaction. `tables` are known once it has begun; or at once, where the connection is direct and
 * they were known before: there, what is sent before the server has answered is safe.
 */
function begin({ connection, mode, target, findTables, onStandby }: Surroundings) {
  const { run, ...ending } = untilEnd(seeingStandby(connection.run, onStandby), target.place);
  const messages = beginnings(mode, target.settings);
  const sent = connection.isDirect ? [messages.join("; ")] : messages;
  const begun = Promise.all(sent.map((statements) => run(statements)));
  const look = answeredAfter(begun, run);
  const found = findTables(connection, look);
  const tables = connection.isDirect ? found : begun.then(() => found);
  // Whoever waits for one of them learns of its failure; nobody may.
  for (const promise of [begun, found, tables]) promise.catch(() => {});
  return { run, look, ...ending, begun, tables };
}

/** Sends a statement at once, and gives its answer only where what was sent before it succeeds. */
function answeredAfter(before: Promise<unknown>, run: RunStatement): RunStatement {
  return async (...statement) => {
    const answer = run(...statement);
    // What failed first is why: after it, the server refuses every statement of the transaction.
    await Promise.allSettled([before, answer]);
    await before;
    return await answer;
  };
}

/**
 * The first statements of a transaction, in one round trip. Where a pooler may be in between, they are separate messages,
 * because pgpool-II looks only at the first statement of a message. So it sends the search path to both servers, and
 * everything after it to the primary.
 */
function beginnings(
  mode: keyof typeof BEGIN,
  settings: DatabaseTarget["settings"],
): readonly string[] {
  const wanted = settings.map(([name, value]) =>
    `select pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`
  );
  const rest = [LIMITS, ...wanted, ...wanted.length === 0 ? [] : [SAFE_PATH], READING];
  return [opening(mode, settings), SAFE_PATH, [...rest, `select ${IS_STANDBY}`].join("; ")];
}

/** Set in the transaction, `default_transaction_read_only` would come too late for it. */
function opening(mode: keyof typeof BEGIN, settings: DatabaseTarget["settings"]): string {
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

function changedMeanwhile(place: string): CloacinaError {
  const { state, hint } = CHANGED_MEANWHILE;
  return noAccess(place, state, { hint });
}

function outcomeUnknown(place: string, cause: unknown): CloacinaError {
  const state = stateOf(cause instanceof CloacinaError ? cause.cause : cause);
  const message = `Cannot tell whether ${place} has the changes: ${state}`;
  return new CloacinaError("outcome_unknown", message, { hint: ASK_AGAIN, cause });
}
