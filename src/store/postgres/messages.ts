import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { connectRefusal, NO_POSTGRES } from "./database_error.ts";
import { eventOf, lost } from "./open_socket.ts";

/** A message of the server (PostgreSQL, section 55.7): the letter of its type, and what follows its length. */
export interface ServerMessage {
  readonly type: string;
  readonly body: Buffer;
}

/** Version 3.0 of the protocol. */
const PROTOCOL_VERSION = Uint8Array.of(0, 3, 0, 0);
/** The letter of a message's type, and its length. */
export const HEADER_LENGTH = 5;
/** A message's length counts itself. */
export const LENGTH_LENGTH = 4;

/**
 * Reads messages one by one, and no byte further, up to so many bytes in total: the server is not authenticated yet.
 * Throws `store_unavailable`, and what ends the socket.
 */
export function messageReader(
  socket: Socket,
  place: string,
  limit: number,
): () => Promise<ServerMessage> {
  let left = limit;
  return async () => {
    const header = await readExactly(socket, HEADER_LENGTH);
    const length = header.readUInt32BE(1) - LENGTH_LENGTH;
    left -= HEADER_LENGTH + length;
    if (length < 0 || left < 0) throw connectRefusal(place, NO_POSTGRES);
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

/** The client's first message: its user, and the database that it wants. */
export function startupMessage(parameters: Readonly<Record<string, string>>): Uint8Array {
  const words = Object.entries(parameters).flat().map((word) => `${word}\0`);
  return withLength(Buffer.concat([PROTOCOL_VERSION, Buffer.from(`${words.join("")}\0`)]));
}

/** An answer to the server's authentication request. */
export function passwordMessage(answer: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from("p"), withLength(answer)]);
}

/** The first SASL answer: the mechanism's name, and the mechanism's first message. */
export function saslInitialAnswer(mechanism: string, message: string): Uint8Array {
  const bytes = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${mechanism}\0`), int32(bytes.length), bytes]);
}

/** A body after its length, as it is in every message. */
export function withLength(body: Uint8Array): Uint8Array {
  return Buffer.concat([int32(LENGTH_LENGTH + body.length), body]);
}

function int32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
