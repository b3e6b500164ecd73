import { Buffer } from "node:buffer";
import type { Socket } from "node:net";

/** What a server answers statements with, by the letters of its messages (PostgreSQL, section 55.7). */
const ANSWERS = "12ACDEINSTZnt";
const COLUMNS = "T";

const HEADER_LENGTH = 5;
/** A message's length counts itself. */
const LENGTH_LENGTH = 4;
/** The most that a message may hold: a row has some hundred bytes. */
const MAX_LENGTH = 16 * 1024 * 1024;
/** The description of columns is held until it is whole: ours have under 1 KiB. */
const MAX_COLUMNS_LENGTH = 16 * 1024;
/** What follows a column's name. */
const COLUMN_LENGTH = 18;

/**
 * Lets only whole answers to statements through to who reads the socket; anything else ends it, with the code
 * `NO_POSTGRES`. The driver ends the process for a question about the password without a body, and looks for ever for
 * the end of a column's name that has none.
 */
export function guardMessages(socket: Socket): Socket {
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

/** Passes on what it is given, in order, as far as it has been looked at. Throws at the first that is amiss. */
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
      if (type === COLUMNS) {
        if (bytes.length - at < length) break;
        requireColumns(bytes.subarray(at + HEADER_LENGTH, at + length));
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
