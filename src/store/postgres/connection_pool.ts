import type { CloacinaError } from "../../errors.ts";
import { closedStore, noAccess } from "../store_errors.ts";
import { connectToAny } from "./connect_to_any.ts";
import { type Connection, STATEMENT_LIMIT, withinLimit } from "./connection.ts";
import type { DatabaseTarget } from "./connection_target.ts";

/** Few, as the server has a limited number and the engine needs them. */
const MAX_CONNECTIONS = 4;

/** Connections, each used by one caller at a time. A lost one is replaced by a new one. */
export interface ConnectionPool {
  /** Runs work with a connection. Waits where all are in use; throws once the pool is closed. */
  readonly use: <Result>(work: (connection: Connection) => Promise<Result>) => Promise<Result>;
  /** Waits for the work that is under way, then closes all connections. */
  readonly close: () => Promise<void>;
}

/** A pool without connections yet: they are opened when they are needed. */
export function connectionPool(database: DatabaseTarget): ConnectionPool {
  const idle: Connection[] = [];
  const seats = seatCounter(MAX_CONNECTIONS, database.place);
  let closing: Promise<void> | undefined;
  const use: ConnectionPool["use"] = async (work) => {
    if (closing !== undefined) throw closedStore(database.place);
    await seats.take();
    try {
      const connection = lastOpen(idle) ?? await connectToAny(database);
      try {
        return await work(connection);
      } finally {
        idle.push(connection);
      }
    } finally {
      seats.leave();
    }
  };
  const closeAll = async () => {
    for (let seat = 0; seat < MAX_CONNECTIONS; seat++) await seats.take();
    await Promise.all(idle.splice(0).map((connection) => connection.close()));
  };
  return { use, close: () => closing ??= closeAll() };
}

function lastOpen(idle: Connection[]): Connection | undefined {
  let connection = idle.pop();
  while (connection?.isOpen() === false) connection = idle.pop();
  return connection;
}

/** Seats are given out in the order of the requests. */
function seatCounter(count: number, place: string) {
  const waiting: (() => void)[] = [];
  let free = count;
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const take = async () => {
    if (free > 0) {
      free -= 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    try {
      await withinLimit(STATEMENT_LIMIT, () => promise, () => busy(place));
    } catch (error) {
      const position = waiting.indexOf(resolve);
      // No longer in the queue: the seat came at the same moment as the end of patience.
      if (position === -1) leave();
      else waiting.splice(position, 1);
      throw error;
    }
  };
  return { take, leave };
}

function busy(place: string): CloacinaError {
  const state = `all ${MAX_CONNECTIONS} connections were in use for ${STATEMENT_LIMIT / 1000} s`;
  return noAccess(place, state, { hint: "run the command again" });
}
