import { CloacinaError } from "../../errors.ts";
import { type Connection, type RunStatement, STATEMENT_LIMIT } from "./connection.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import type { FindTables } from "./find_tables.ts";
import { quoteText } from "./quote_text.ts";
import { SAFE_PATH } from "./safe_path.ts";
import { IS_STANDBY, saysStandby } from "./standby.ts";
import type { Tables } from "./tables.ts";

/** After this time in which a transaction asks for nothing, the server ends it: its locks stop the engine. */
const PAUSE_LIMIT = 60_000;

const LIMITS = `set local statement_timeout = ${STATEMENT_LIMIT}; ` +
  `set local idle_in_transaction_session_timeout = ${PAUSE_LIMIT}`;

/** The forms in which rows are read, whatever role, database or URL are set to. */
const FORMATS = "set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'";

/** A read sees one moment, so that a page and its total agree. */
const BEGIN = {
  read: "begin isolation level repeatable read read only",
  write: "begin isolation level read committed",
} as const;

/** What is done within one transaction, and on which tables. */
export type Work<Result> = (run: RunStatement, tables: Tables) => Promise<Result>;

/** What a transaction asks of its store: where the tables are, and what to do where a standby answers. */
export interface Surroundings {
  readonly findTables: FindTables["once"];
  /** What it throws ends the transaction. */
  readonly onStandby: () => void;
}

/**
 * Runs work in a transaction: commits what it did, or undoes it and throws what it threw. All settings are local to the
 * transaction, as a connection pooler hands each one to another session.
 */
export async function inTransaction<Result>(
  connection: Connection,
  mode: keyof typeof BEGIN,
  { settings, label }: Pick<ConnectionTarget, "settings" | "label">,
  { findTables, onStandby }: Surroundings,
  work: Work<Result>,
): Promise<Result> {
  const { run, end } = untilEnd(seeingStandby(connection.run, onStandby));
  try {
    const begun = beginnings(mode, settings).map((statements) => run(statements));
    const [tables] = await Promise.all([findTables(connection, run), ...begun]);
    const result = await work(run, tables);
    end();
    await commit(connection, label);
    return result;
  } catch (error) {
    end();
    await undo(connection);
    throw error;
  }
}

/**
 * What the transaction begins with. All are sent at once, and take the time of one round trip; but as messages of their
 * own, because pgpool-II looks only at the first statement of a message. By that it takes the path to both servers, and
 * after it all else to the primary.
 */
function beginnings(
  mode: keyof typeof BEGIN,
  settings: ConnectionTarget["settings"],
): readonly string[] {
  const wanted = settings.map(([name, value]) =>
    `select pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`
  );
  const rest = [LIMITS, ...wanted, ...wanted.length === 0 ? [] : [SAFE_PATH], FORMATS];
  return [BEGIN[mode], SAFE_PATH, [...rest, `select ${IS_STANDBY}`].join("; ")];
}

/** Sees by what is answered whether it comes from a standby. */
function seeingStandby(run: RunStatement, onStandby: () => void): RunStatement {
  return async (statement, parameters) => {
    const result = await run(statement, parameters);
    if (saysStandby(result)) onStandby();
    return result;
  };
}

async function commit(connection: Connection, label: string): Promise<void> {
  const isSent = connection.isOpen();
  const { command } = await connection.run("commit").catch((cause) => {
    throw isSent && !connection.isOpen() ? outcomeUnknown(label, cause) : cause;
  });
  // The answer to the commit of a transaction in which a statement had failed.
  if (command !== "COMMIT") throw new Error("a failed statement was passed over");
}

/** Where even that fails, the server undoes it when the connection is gone. */
async function undo(connection: Connection): Promise<void> {
  if (!connection.isOpen()) return;
  await connection.run("rollback").catch(connection.cut);
}

/** What runs statements until the transaction ends: one that came later would be a transaction of its own. */
function untilEnd(run: RunStatement): { readonly run: RunStatement; readonly end: () => void } {
  let hasEnded = false;
  return {
    run: (statement, parameters) => {
      if (hasEnded) return Promise.reject(new Error("the transaction has ended"));
      return run(statement, parameters);
    },
    end: () => {
      hasEnded = true;
    },
  };
}

function outcomeUnknown(label: string, cause: unknown): CloacinaError {
  const message = `Cannot tell whether ${label} has the changes: the connection was lost meanwhile`;
  return new CloacinaError("store_unavailable", message, {
    hint: "look whether they are there before you run the command again",
    cause,
    isOutcomeUnknown: true,
  });
}
