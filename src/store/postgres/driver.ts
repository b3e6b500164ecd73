import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import postgres from "postgres";
import type { ConnectionTarget } from "./connection_target.ts";
import { HEADER_LENGTH, LENGTH_LENGTH } from "./messages.ts";
import { lastWordIn } from "./server_error.ts";

/** Types whose values stay the server's text: date, timestamp, timestamptz. */
const TIME_TYPES = [1082, 1114, 1184];
const TIMESTAMP = 1114;

/** What a server answers statements with, by the letters of its messages (PostgreSQL, section 55.7). */
const ANSWERS = "12ACDEINSTZnt";
const COLUMNS = "T";
/** ErrorResponse and NoticeResponse. */
const WORDS = "EN";

/** The most that a message may hold: a row has some hundred bytes. */
const MAX_LENGTH = 16 * 1024 * 1024;
/** The description of columns is held until it is whole: ours have under 1 KiB. */
const MAX_COLUMNS_LENGTH = 16 * 1024;
/** An error or notice is held as well, to see whether it is the server's last word; a longer one passes unseen. */
const MAX_WORD_LENGTH = 64 * 1024;
/** What follows a column's name. */
const COLUMN_LENGTH = 18;

/**
 * The driver over one socket on which the login is done. Every option is given, or it would read variables of the
 * environment: it still reads PGAPPNAME and PGTARGETSESSIONATTRS, which the program's permissions hide from it. It
 * prepares by name only what it is told to, because a connection pooler may send each transaction elsewhere.
 */
export function openDriver(socket: Socket, target: ConnectionTarget): postgres.Sql {
  const options = {
    // Where it would connect to, if it were not given a socket; "" would be taken for nothing.
    ...{ host: "localhost", port: 5432, ssl: false, sslnegotiation: null },
    socket: once(guardMessages(withoutIntroduction(socket))),
    user: target.user,
    database: target.database,
    // Never given: the login is done.
    password: () => new Promise(() => {}),
    connection: { application_name: target.applicationName },
    ...{ max: 1, idle_timeout: null, max_lifetime: null, max_pipeline: 100, backoff: false },
    ...{ connect_timeout: null, keep_alive: 30, prepare: true, fetch_types: false },
    ...{ debug: false, publications: "", target_session_attrs: null, no_subscribe: {} },
    onnotice: () => {},
    types: { time: { to: TIMESTAMP, from: TIME_TYPES, serialize: asIs, parse: asIs } },
  };
  return postgres(options as unknown as postgres.Options<Record<string, never>>);
}

/** A second call is an attempt to reconnect, which would be over a closed socket. */
function once(socket: Socket): () => Socket {
  let isTaken = false;
  return () => {
    if (isTaken) throw Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });
    isTaken = true;
    return socket;
  };
}

/** Drops the driver's first message, as the login is done. It may be in one write with the next. */
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

/**
 * Lets only whole answers to statements through to the reader of the socket; anything else closes it, with the code
 * `NO_POSTGRES`, and so does the error with which the server ends the connection. Without it the driver would crash or
 * loop, or keep that error to itself: see the head of connection.ts.
 */
function guardMessages(socket: Socket): Socket {
  const emit: (event: string | symbol, ...values: unknown[]) => boolean = socket.emit.bind(socket);
  const admit = messageGuard((bytes) => void emit("data", bytes));
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== "data") return emit(event, ...values);
    try {
      admit(values[0] as Buffer);
    } catch (error) {
      socket.destroy(error as Error);
    }
    return true;
  };
  return Object.assign(socket, { emit: guarded });
}

/**
 * Passes bytes on, in order, as far as they have been checked. Throws at the first message that is malformed, or the
 * server's last.
 */
function messageGuard(pass: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  /** How much of a message that was admitted is still to come. */
  let rest = 0;
  return (chunk) => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = Math.min(rest, bytes.length);
    rest -= at;
    while (bytes.length - at >= HEADER_LENGTH) {
      const type = String.fromCharCode(bytes[at]!);
      const length = 1 + bytes.readUInt32BE(at + 1);
      requireAnswer(type, length);
      if (isHeld(type, length)) {
        if (bytes.length - at < length) break;
        const end = endIn(type, bytes.subarray(at + HEADER_LENGTH, at + length));
        if (end !== undefined) {
          if (at > 0) pass(bytes.subarray(0, at));
          throw end;
        }
      }
      const there = Math.min(length, bytes.length - at);
      at += there;
      rest = length - there;
    }
    held = Buffer.from(bytes.subarray(at));
    if (at > 0) pass(bytes.subarray(0, at));
  };
}

function requireAnswer(type: string, length: number): void {
  const most = type === COLUMNS ? MAX_COLUMNS_LENGTH : MAX_LENGTH;
  if (!ANSWERS.includes(type) || length < 1 + LENGTH_LENGTH || length > most) throw amiss();
}

function isHeld(type: string, length: number): boolean {
  return type === COLUMNS || (WORDS.includes(type) && length <= MAX_WORD_LENGTH);
}

/** Why the connection ends with this message, if it does. */
function endIn(type: string, body: Buffer): Error | undefined {
  if (type !== COLUMNS) return lastWordIn(type, body);
  requireColumns(body);
}

/** A count, and for each column a name that ends in a zero byte, and what is known of it. */
function requireColumns(body: Buffer): void {
  if (body.length < 2) throw amiss();
  let at = 2;
  for (let column = body.readUInt16BE(); column > 0; column--) {
    const end = body.indexOf(0, at);
    if (end === -1) throw amiss();
    at = end + 1 + COLUMN_LENGTH;
  }
  if (at !== body.length) throw amiss();
}

function amiss(): Error {
  return Object.assign(new Error("no answer to a statement"), { code: "NO_POSTGRES" });
}
