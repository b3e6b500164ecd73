import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { connectRefusal, NO_POSTGRES } from "./connect_refusal.ts";
import { eventOf, lost } from "./event_of.ts";

/** A message of the server (PostgreSQL, section 55.7): the letter of its type, and what follows its length. */
export interface ServerMessage {
  readonly type: string;
  readonly body: Buffer;
}

const HEADER_LENGTH = 5;
/** The length counts itself. */
const LENGTH_LENGTH = 4;

/**
 * Reads messages one by one, and no byte further, until all together have so many bytes: who sends more has not shown
 * yet who it is. Throws `store_unavailable`, and what ends the socket.
 */
export function messageReader(
  socket: Socket,
  label: string,
  limit: number,
): () => Promise<ServerMessage> {
  let left = limit;
  return async () => {
    const header = await readExactly(socket, HEADER_LENGTH);
    const length = header.readUInt32BE(1) - LENGTH_LENGTH;
    left -= HEADER_LENGTH + length;
    if (length < 0 || left < 0) throw connectRefusal(label, NO_POSTGRES);
    return { type: String.fromCharCode(header[0]!), body: await readExactly(socket, length) };
  };
}

async function readExactly(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes: Buffer | null = length === 0 ? Buffer.alloc(0) : socket.read(length);
    if (bytes?.length === length) return bytes;
    // At the end of the stream there may be fewer.
    if (bytes !== null || socket.destroyed || socket.readableEnded) throw socket.errored ?? lost();
    await eventOf(socket, "readable", () => {});
  }
}
