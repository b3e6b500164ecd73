import { Buffer } from "node:buffer";

/** One connection of a client with a server that is none: the test says what it answers. */
export interface FakeSession {
  /** The body of the client's next message. Throws where the client has hung up. */
  readonly receive: () => Promise<Buffer>;
  readonly send: (type: string, ...body: readonly Part[]) => Promise<void>;
  /** `AuthenticationXXX`: what is asked for, by its number. */
  readonly ask: (kind: number, ...data: readonly Part[]) => Promise<void>;
  /** Bytes as they are. */
  readonly sendBytes: (bytes: Uint8Array) => Promise<void>;
  /** All that the client has sent, once it has hung up. */
  readonly untilHungUp: () => Promise<Buffer>;
}

/** A number is four bytes, text is UTF-8. */
export type Part = string | number | Uint8Array;

/**
 * Runs work with the port of a server that does not encrypt, takes the client's first message, and then does as the test
 * says. What the client sent on each connection is given back, and what the test threw is thrown.
 */
export async function withFakePostgres(
  behave: (session: FakeSession) => Promise<void>,
  work: (port: number) => Promise<void>,
): Promise<readonly Buffer[]> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sessions: Promise<Buffer>[] = [];
  const serving = (async () => {
    for await (const connection of listener) sessions.push(serve(connection, behave));
  })();
  try {
    await work(listener.addr.port);
  } finally {
    listener.close();
    await serving;
  }
  return await Promise.all(sessions);
}

async function serve(
  connection: Deno.TcpConn,
  behave: (session: FakeSession) => Promise<void>,
): Promise<Buffer> {
  const session = openSession(connection);
  try {
    if ((await session.receive()).equals(TLS_REQUEST)) {
      await session.sendBytes(Buffer.from("N"));
      await session.receive();
    }
    await behave(session);
    return await session.untilHungUp();
  } catch (error) {
    // The client need not hear a server out.
    if (isHungUp(error)) return await session.untilHungUp();
    throw error;
  } finally {
    connection.close();
  }
}

/** What follows the length in SSLRequest. */
const TLS_REQUEST = int32(80877103);

function openSession(connection: Deno.TcpConn): FakeSession {
  const seen: Buffer[] = [];
  let waiting = Buffer.alloc(0);
  let hasType = false;
  const readMore = async () => {
    const chunk = Buffer.alloc(65536);
    const length = await connection.read(chunk);
    if (length === null) throw new Deno.errors.BrokenPipe("the client hung up");
    seen.push(chunk.subarray(0, length));
    waiting = Buffer.concat([waiting, chunk.subarray(0, length)]);
  };
  const take = async (length: number) => {
    while (waiting.length < length) await readMore();
    const taken = waiting.subarray(0, length);
    waiting = waiting.subarray(length);
    return taken;
  };
  const receive = async () => {
    if (hasType) await take(1);
    const body = await take((await take(4)).readUInt32BE() - 4);
    // The first message, and the one that asks for TLS before it, have no type.
    hasType ||= !body.equals(TLS_REQUEST);
    return body;
  };
  const sendBytes = async (bytes: Uint8Array) => {
    for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
  };
  const send: FakeSession["send"] = (...message) => sendBytes(messageOf(...message));
  const untilHungUp = async () => {
    for (;;) {
      try {
        await readMore();
      } catch (error) {
        if (isHungUp(error)) return Buffer.concat(seen);
        throw error;
      }
    }
  };
  return { receive, send, sendBytes, untilHungUp, ask: (...parts) => send("R", ...parts) };
}

/** A message as it travels. */
export function messageOf(type: string, ...parts: readonly Part[]): Buffer {
  const body = Buffer.concat(parts.map(toBytes));
  return Buffer.concat([headOf(type, 4 + body.length), body]);
}

/** The beginning of a message that says its length to be this. */
export function headOf(type: string, length: number): Buffer {
  return Buffer.concat([Buffer.from(type), int32(length)]);
}

function isHungUp(error: unknown): boolean {
  const { BrokenPipe, ConnectionReset } = Deno.errors;
  return error instanceof BrokenPipe || error instanceof ConnectionReset;
}

function toBytes(part: Part): Uint8Array {
  return typeof part === "number" ? int32(part) : Buffer.from(part as string);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
