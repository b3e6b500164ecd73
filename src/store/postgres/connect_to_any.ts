import { CloacinaError } from "../../errors.ts";
import { type Connection, openConnection } from "./connection.ts";
import type { ConnectionTarget, DatabaseTarget, SessionKind } from "./connection_target.ts";
import { connectRefusal, isUnreachable } from "./database_error.ts";
import { mismatchOf } from "./session_kind.ts";

/**
 * Connects to the first server that can be reached and is of the kind that the URL asks for (PostgreSQL, section
 * 34.1.1.3). One that refuses the login ends the search. Throws coded errors; of several servers, one that names all.
 */
export async function connectToAny(database: DatabaseTarget): Promise<Connection> {
  const failures = new Map<ConnectionTarget, CloacinaError>();
  for (const kind of roundsOf(database.sessionKind)) {
    for (const server of database.servers) {
      const result = await connectAs(kind, server, database);
      if (!(result instanceof CloacinaError)) return result;
      failures.set(server, result);
    }
  }
  throw noServer(database, failures);
}

function roundsOf(kind: SessionKind): readonly SessionKind[] {
  return kind === "prefer-standby" ? ["standby", "any"] : [kind];
}

/** A connection, or why the next server is tried. Throws what ends the search. */
async function connectAs(
  kind: SessionKind,
  server: ConnectionTarget,
  database: DatabaseTarget,
): Promise<Connection | CloacinaError> {
  try {
    const connection = await openConnection(server);
    const state = await mismatchOf(kind, connection, database);
    if (state === null) return connection;
    await connection.close();
    return connectRefusal(server.place, `${state}, but target_session_attrs=${kind}`, {
      hint: "name all servers in the URL, as in postgres://user@host1,host2/database",
    });
  } catch (error) {
    if (isUnreachable(error)) return error;
    throw error;
  }
}

function noServer(
  database: DatabaseTarget,
  failures: ReadonlyMap<ConnectionTarget, CloacinaError>,
): CloacinaError {
  const [[, first], ...others] = [...failures] as [[ConnectionTarget, CloacinaError]];
  if (others.length === 0) return first;
  const states = Array.from(failures, ([{ host, endpoint, place }, error]) => {
    const address = "path" in endpoint ? endpoint.path : `${host}:${endpoint.port}`;
    return `${address}: ${stateOf(error, place)}`;
  });
  const { hint, cause } = first;
  return connectRefusal(database.place, `no server is usable: ${states.join("; ")}`, {
    hint,
    cause,
  });
}

/** What an error says of a server, without what was tried and what the server is called. */
function stateOf({ message }: CloacinaError, place: string): string {
  return message.slice(message.indexOf(place) + `${place}: `.length);
}
