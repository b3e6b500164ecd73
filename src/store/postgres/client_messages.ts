import { Buffer } from "node:buffer";

/** Version 3.0 of the protocol. */
const PROTOCOL_VERSION = Uint8Array.of(0, 3, 0, 0);
/** A message's length counts itself. */
const LENGTH_LENGTH = 4;

/** The client's first message: who wants to be let in, and to what. */
export function startupMessage(parameters: Readonly<Record<string, string>>): Uint8Array {
  const words = Object.entries(parameters).flat().map((word) => `${word}\0`);
  return withLength(Buffer.concat([PROTOCOL_VERSION, Buffer.from(`${words.join("")}\0`)]));
}

/** An answer to what the server asked to let somebody in. */
export function passwordMessage(answer: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from("p"), withLength(answer)]);
}

/** The answer that begins a mechanism of SASL: its name, and the mechanism's own first message. */
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
