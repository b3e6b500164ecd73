import type { Socket } from "node:net";
import type postgres from "postgres";
import { CloacinaError } from "../../errors.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { endsConnection, toDatabaseError } from "./database_error.ts";
import { openDriver } from "./driver.ts";
import { logIn } from "./log_in.ts";
import { openSocket } from "./open_socket.ts";
import { withinLimit } from "./within_limit.ts";

/** A statement's parameters, `$1` first. Times and lists are text: a Date would be moved by the session's time zone. */
export type Parameter = string | number | Uint8Array | null;

/** What a statement gave: rows by column, how many rows it touched, and the word for what was done. */
export interface StatementResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly count: number;
  readonly command: string;
}

/**
 * Runs one statement with `$1`, `$2`, … for its parameters; or without these several, of which it gives the rows of the
 * last that has any. Throws coded errors.
 */
export type RunStatement = (
  statement: string,
  parameters?: readonly Parameter[],
) => Promise<StatementResult>;

/** A connection to the server. It serves one caller at a time. */
export interface Connection {
  readonly run: RunStatement;
  /** False for good once it was lost: then nothing more is sent. */
  readonly isOpen: () => boolean;
  /** Cuts the connection, so that the server undoes what was not committed. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** The server stops a statement after this time, in milliseconds. */
export const STATEMENT_LIMIT = 30_000;

/** When a statement is given up whose end the server does not tell. */
const ANSWER_LIMIT = STATEMENT_LIMIT + 5_000;

/**
 * pgpool-II balances no statement that begins with a comment, unless it was told to pass over them (`allow_sql_comments`).
 */
const ON_PRIMARY = "/*NO LOAD BALANCE*/";

const GOODBYE_SECONDS = 2;

/** Connects and logs in, within the target's limit. Throws coded errors, which never hold the password. */
export async function openConnection(target: ConnectionTarget): Promise<Connection> {
  const { label, connectLimit } = target;
  const abort = new AbortController();
  const connect = async () => {
    const opened = await openSocket(target, abort.signal);
    await logIn(opened, target);
    const connection = overSocket(opened.socket, target);
    await connection.ask("select 1");
    return connection;
  };
  try {
    return await withinLimit(
      connectLimit,
      connect,
      () => noAnswer("connect to", label, connectLimit),
    );
  } catch (error) {
    abort.abort();
    throw toDatabaseError(error, "connect to", label);
  }
}

/** `ask` is `run` before the errors of the database are given their meaning. */
function overSocket(
  socket: Socket,
  target: ConnectionTarget,
): Connection & { readonly ask: RunStatement } {
  const untilLost = raceWithEnd(socket);
  const driver = openDriver(socket, target);
  const ask: RunStatement = async (statement, parameters = []) => {
    // The driver would keep what it cannot send, and never answer.
    if (socket.destroyed) throw endOf(socket);
    const answer = await untilLost(driver.unsafe(`${ON_PRIMARY} ${statement}`, [...parameters]));
    const result = lastOf(answer);
    return { rows: result, count: result.count, command: result.command };
  };
  const run: RunStatement = async (statement, parameters) => {
    try {
      const late = () => noAnswer("use", target.label, ANSWER_LIMIT);
      return await withinLimit(ANSWER_LIMIT, () => ask(statement, parameters), late);
    } catch (error) {
      if (endsConnection(error)) socket.destroy();
      throw toDatabaseError(error, "use", target.label);
    }
  };
  const close = async () => {
    await driver.end({ timeout: GOODBYE_SECONDS });
    socket.destroy();
  };
  return { ask, run, isOpen: () => !socket.destroyed, cut: () => socket.destroy(), close };
}

/** What the driver gives for several statements is a list of what has rows. */
function lastOf(answer: postgres.RowList<postgres.Row[]>): postgres.RowList<postgres.Row[]> {
  const several: readonly unknown[] = answer;
  const last = several.at(-1);
  return "command" in answer ? answer : last as typeof answer;
}

/**
 * What is given, or what ends the socket before. There is no promise of the end itself: it would keep everything that
 * was ever raced with it for as long as the connection lasts.
 */
function raceWithEnd(socket: Socket) {
  const waiting = new Set<(error: Error) => void>();
  socket.once("close", () => {
    for (const reject of waiting) reject(endOf(socket));
  });
  return async <Result>(answer: PromiseLike<Result>): Promise<Result> => {
    const lost = Promise.withResolvers<never>();
    waiting.add(lost.reject);
    try {
      return await Promise.race([lost.promise, answer]);
    } finally {
      waiting.delete(lost.reject);
    }
  };
}

/** What ended the socket. */
function endOf(socket: Socket): Error {
  return socket.errored ??
    Object.assign(new Error("the connection was lost"), { code: "CONNECTION_CLOSED" });
}

function noAnswer(action: string, label: string, limit: number): CloacinaError {
  const state = `there is no answer after ${limit / 1000} s`;
  return new CloacinaError("store_unavailable", `Cannot ${action} ${label}: ${state}`, {
    hint: "check host, port and network, and any firewall between",
  });
}
