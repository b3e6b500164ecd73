import type { Socket } from "node:net";
import type postgres from "postgres";
import { CloacinaError } from "../../errors.ts";
import type { SqlValue } from "../sql/session.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { endsConnection, toDatabaseError } from "./database_error.ts";
import { openDriver } from "./driver.ts";
import { logIn } from "./log_in.ts";
import { openSocket } from "./open_socket.ts";

// Why this store has a socket, a TLS handshake, a login and a pool of its own over postgres.js, and what of it could go
// once the driver does the same. All of it was seen in version 3.4.9 (github.com/porsager/postgres, src/connection.js):
//
// - Login (log_in.ts, scram.ts, messages.ts): the driver answers whatever a server asks for, be it the password in clear
//   text (`AuthenticationCleartextPassword`), runs as many rounds of PBKDF2 as the server wants, and synchronously
//   (`SASLContinue`), and lets in a server that never sends its proof (`SASLFinal` is optional). There is no issue yet;
//   the same fault in another driver is github.com/ponylang/postgres/issues/204.
// - TLS (open_socket.ts, tls.ts): the driver looks at the first byte of the answer to its request and drops what came
//   with it (`secure`; CVE-2021-23222), has no `verify-ca` and no `sslrootcert`, and takes a plain answer under
//   `ssl: "prefer"`, by which another machine could ask for the password. There is no issue yet.
// - Messages (driver.ts): an authentication request without a body ends the process (`Authentication`, outside of any
//   promise), and a column name without a final zero byte makes `RowDescription` loop for ever. There is no issue yet.
//   An error is kept until the server is ready again (`ErrorResponse`), which after a fatal one it never is: the words
//   with which the server ends the connection are lost.
// - Loss of a connection (`raceWithEnd` and `withinLimit` below): a statement that is sent then may never be answered
//   (issues 1089 and 1130), or may end the process (issues 896 and 1208, pull request 1176). So the driver never
//   reconnects, is not used after a loss, and every statement has a time limit.
// - Pool (connection_pool.ts): a transaction has to stay on one connection that has not been lost, and `sql.reserve()`
//   goes on with one that was (issue 1208). A pool over single connections is what remains.

/** What a statement gave: rows by column, how many rows it touched, and the word for what was done. */
interface StatementResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly count: number;
  readonly command: string;
}

/**
 * Runs one statement with the parameters `$1`, `$2`, …; or, without parameters, several statements, and gives the rows
 * of the last one that has any. A time is text, as a Date would be moved by the session's time zone. Throws coded
 * errors.
 */
export type RunStatement = (
  statement: string,
  parameters?: readonly SqlValue[],
) => Promise<StatementResult>;

/** A connection to the server. It serves one caller at a time. */
export interface Connection {
  /**
   * Statements that are sent while others are under way run after them, in one round trip where the connection is direct.
   */
  readonly run: RunStatement;
  /**
   * Whether the server's own process is at the other end, and no pooler that may hand each transaction to another one:
   * then what is set and prepared in the session stays. A pooler says in its login that it is a process of its own.
   */
  readonly isDirect: boolean;
  /** False for good once it was lost: then nothing more is sent. */
  readonly isOpen: () => boolean;
  /** Cuts the connection, so that the server undoes what was not committed. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** The server stops a statement after this time, in milliseconds. */
export const STATEMENT_LIMIT = 30_000;

/** When a statement is given up that the server does not answer. */
const ANSWER_LIMIT = STATEMENT_LIMIT + 5_000;

/**
 * pgpool-II does not balance a statement that begins with a comment, unless `allow_sql_comments` is set.
 */
const ON_PRIMARY = "/*NO LOAD BALANCE*/";

/**
 * What is set in a session that is ours alone: a statement that is sent together with the beginning of its transaction
 * runs under no other search path, and hides no rows, should that beginning fail.
 */
const SAFE_SESSION = "set search_path = pg_catalog, pg_temp; set row_security = off";

const GOODBYE_SECONDS = 2;

/** Connects and logs in, within the target's limit. Throws coded errors, which never hold the password. */
export async function openConnection(target: ConnectionTarget): Promise<Connection> {
  const { place, connectLimit } = target;
  const abort = new AbortController();
  const connect = async () => {
    const opened = await openSocket(target, abort.signal);
    const process = await logIn(opened, target);
    const { ask, connectionOf } = overSocket(opened.socket, target);
    const { rows: [row] } = await ask("select pg_catalog.pg_backend_pid() as process");
    const isDirect = process !== null && row?.["process"] === process;
    if (isDirect) await ask(SAFE_SESSION);
    return connectionOf(isDirect);
  };
  try {
    return await withinLimit(
      connectLimit,
      connect,
      () => noAnswer("connect to", place, connectLimit),
    );
  } catch (error) {
    abort.abort();
    throw toDatabaseError(error, "connect to", place);
  }
}

/**
 * What the work gives, if it comes within so many milliseconds; else throws the error that `onLate` makes. Work that is
 * late goes on unobserved: the caller stops it.
 */
export async function withinLimit<Result>(
  milliseconds: number,
  work: () => Promise<Result>,
  onLate: () => Error,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(onLate()), milliseconds);
  try {
    return await Promise.race([late.promise, work()]);
  } finally {
    clearTimeout(timer);
  }
}

/** `ask` runs a statement that is not prepared, with the errors of the driver as they are. */
function overSocket(socket: Socket, target: ConnectionTarget) {
  const untilLost = raceWithEnd(socket);
  const driver = openDriver(socket, target);
  const asking = (prepare: boolean): RunStatement => async (statement, parameters = []) => {
    // The driver would keep what it cannot send, and never answer.
    if (socket.destroyed) throw endOf(socket);
    const query = driver.unsafe(`${ON_PRIMARY} ${statement}`, [...parameters], { prepare });
    const result = lastOf(await untilLost(query));
    return { rows: result, count: result.count, command: result.command };
  };
  const close = async () => {
    await driver.end({ timeout: GOODBYE_SECONDS });
    socket.destroy();
  };
  const connectionOf = (isDirect: boolean): Connection => {
    const ask = asking(isDirect);
    const run: RunStatement = async (statement, parameters) => {
      try {
        const late = () => noAnswer("access", target.place, ANSWER_LIMIT);
        return await withinLimit(ANSWER_LIMIT, () => ask(statement, parameters), late);
      } catch (error) {
        if (endsConnection(error)) socket.destroy();
        throw toDatabaseError(error, "access", target.place);
      }
    };
    const cut = () => void socket.destroy();
    return { run, isDirect, isOpen: () => !socket.destroyed, cut, close };
  };
  return { ask: asking(false), connectionOf };
}

/** For several statements the driver gives a list of the results that have rows. */
function lastOf(answer: postgres.RowList<postgres.Row[]>): postgres.RowList<postgres.Row[]> {
  const several: readonly unknown[] = answer;
  const last = several.at(-1);
  return "command" in answer ? answer : last as typeof answer;
}

/**
 * The answer, or the error that closes the socket before. There is no promise of the close itself: it would keep
 * everything that was ever raced with it for as long as the connection lasts.
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

function noAnswer(action: string, place: string, limit: number): CloacinaError {
  const state = `there was no answer after ${limit / 1000} s`;
  return new CloacinaError("store_unavailable", `Cannot ${action} ${place}: ${state}`, {
    hint: "check the host, the port, the network and any firewall in between",
    cause: Object.assign(new Error("late"), { code: "NO_ANSWER" }),
  });
}
