import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import postgres from "postgres";
import type { ConnectionTarget } from "./connection_target.ts";
import { guardMessages } from "./guard_messages.ts";

/** Types whose values stay the server's text: date, timestamp, timestamptz. */
const TIME_TYPES = [1082, 1114, 1184];
const TIMESTAMP = 1114;

/**
 * The driver over one socket on which somebody is logged in already. It is told everything, or it would read variables of the
 * environment: it still does read PGAPPNAME and PGTARGETSESSIONATTRS, which the program's permissions hide from it. It
 * prepares nothing, because a connection pooler may send each transaction elsewhere.
 */
export function openDriver(socket: Socket, target: ConnectionTarget): postgres.Sql {
  const options = {
    // Where it would connect to, if it were not given a socket; "" would be taken for nothing.
    ...{ host: "localhost", port: 5432, ssl: false, sslnegotiation: null },
    socket: once(guardMessages(withoutIntroduction(socket))),
    user: target.user,
    database: target.database,
    // Never there: nobody may ask for it now.
    password: () => new Promise(() => {}),
    connection: { application_name: target.applicationName },
    ...{ max: 1, idle_timeout: null, max_lifetime: null, max_pipeline: 100, backoff: false },
    ...{ connect_timeout: null, keep_alive: 30, prepare: false, fetch_types: false },
    ...{ debug: false, publications: "", target_session_attrs: null, no_subscribe: {} },
    onnotice: () => {},
    types: { time: { to: TIMESTAMP, from: TIME_TYPES, serialize: asIs, parse: asIs } },
  };
  return postgres(options as unknown as postgres.Options<Record<string, never>>);
}

/** A second call is an attempt to connect again, which would be with a socket that is closed. */
function once(socket: Socket): () => Socket {
  let isTaken = false;
  return () => {
    if (isTaken) throw Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });
    isTaken = true;
    return socket;
  };
}

/** Drops the driver's first message: the server knows who we are. It may stand in one write with the next. */
function withoutIntroduction(socket: Socket): Socket {
  const write: (bytes: Uint8Array) => boolean = socket.write.bind(socket);
  const writeFirst = (bytes: Buffer) => {
    Reflect.deleteProperty(socket, "write");
    const rest = bytes.subarray(bytes.readUInt32BE(0));
    return rest.length === 0 || write(rest);
  };
  return Object.assign(socket, { write: writeFirst });
}

function asIs(text: string): string {
  return text;
}
