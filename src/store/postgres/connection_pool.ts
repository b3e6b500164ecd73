import { hasCode } from "../../errors.ts";
import { closedStore } from "../store_errors.ts";
import { connectToAny } from "./connect_to_any.ts";
import { type Connection, withinLimit } from "./connection.ts";
import type { DatabaseTarget } from "./connection_target.ts";
import { SEATS, seatsAt, type Use } from "./seats.ts";
import { isAnyServer, mismatchOf } from "./session_kind.ts";

/** How long a server is taken for what it said it was, in milliseconds: a primary may have become a standby since. */
const BELIEVED_FOR = 1_000;

/** How long it has to say so again, in milliseconds: one that was frozen never does. */
const SAYING_LIMIT = 5_000;

/** Connections, each used by one caller at a time. A lost one is replaced by a new one. */
interface ConnectionPool {
  /** Runs work with a connection. Waits where all are in use; throws once the pool is closed. */
  readonly use: <Result>(
    use: Use,
    work: (connection: Connection) => Promise<Result>,
  ) => Promise<Result>;
  /** Waits for the work that is under way, then closes all connections. */
  readonly close: () => Promise<void>;
}

/** A pool without connections yet: they are opened when they are needed. */
export function connectionPool(database: DatabaseTarget): ConnectionPool {
  const idle: Connection[] = [];
  const seats = seatsAt(database.place);
  const isStillMeant = kindWatch(database);
  const connect = async () => {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (connection.isOpen() && await isStillMeant(connection)) return connection;
    }
    return await connectToAny(database);
  };
  let closing: Promise<void> | undefined;
  const use: ConnectionPool["use"] = async (use, work) => {
    if (closing !== undefined) throw closedStore(database.place);
    await seats.take(use);
    try {
      const connection = await connect();
      try {
        return await work(connection).catch((error) => {
          throw use === "change" ? error : knownOutcome(error);
        });
      } finally {
        idle.push(connection);
      }
    } finally {
      seats.leave(use);
    }
  };
  const closeAll = async () => {
    for (let seat = 0; seat < SEATS; seat++) await seats.take("look");
    await Promise.all(idle.splice(0).map((connection) => connection.close()));
  };
  return { use, close: () => closing ??= closeAll() };
}

/** Work that changes nothing has done nothing, whatever became of its commit. */
function knownOutcome(error: unknown): unknown {
  return hasCode(error, "outcome_unknown") ? error.cause : error;
}

/**
 * Whether the server is still of the kind that the URL asks for: a cluster may have made another one its primary. Asks
 * it where it has not said so lately, and cuts the connection to one that is not, or does not answer.
 */
function kindWatch(database: DatabaseTarget): (connection: Connection) => Promise<boolean> {
  const { sessionKind, place } = database;
  if (isAnyServer(sessionKind)) return () => Promise.resolve(true);
  const saidAt = new WeakMap<Connection, number>();
  return async (connection) => {
    const now = performance.now();
    if (now - (saidAt.get(connection) ?? -Infinity) < BELIEVED_FOR) return true;
    const ask = () => mismatchOf(sessionKind, connection, database);
    const isMeant = await withinLimit(SAYING_LIMIT, ask, () => new Error(place))
      .then((mismatch) => mismatch === null, () => false);
    if (isMeant) saidAt.set(connection, now);
    else connection.cut();
    return isMeant;
  };
}
