import { within } from "../testkit/within.ts";

/** What came back over a connection. */
export interface RawAnswer {
  /** Of the first answer; null where there was none. */
  readonly status: number | null;
  readonly text: string;
}

/** When one stops to read, though the connection is still open. */
export interface RawOptions {
  /** Whether what has come so far says all; if not given, only the connection's end does. */
  readonly isEnough?: (text: string) => boolean;
  /** Milliseconds that all of it may take. */
  readonly limit?: number;
}

/** Sent after a request whose connection a server keeps open: it is answered, and ends the connection. */
export const LAST_REQUEST = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/**
 * Sends bytes as they are, which no client would, one piece after the other, and reads what comes back until the server
 * ends the connection: what has not come by then was not said. Throws where neither that nor enough comes.
 */
export async function sendRaw(
  url: string,
  pieces: Iterable<string | Uint8Array>,
  { isEnough = () => false, limit = 30_000 }: RawOptions = {},
): Promise<RawAnswer> {
  using connection = await connectTo(url);
  const work = Promise.all([readAll(connection, isEnough), sendAll(connection, pieces)]);
  const [text] = await within(limit, work);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  return { status: status === undefined ? null : Number(status), text };
}

/** A connection to the host and port of a URL. */
export async function connectTo(url: string): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(url);
  return await Deno.connect({ hostname, port: Number(port) });
}

async function sendAll(
  connection: Deno.TcpConn,
  pieces: Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    for (const piece of pieces) {
      let rest = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
      while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
    }
  } catch {
    // The server wants no more of it: what it said is what counts.
  }
}

async function readAll(
  connection: Deno.TcpConn,
  isEnough: (text: string) => boolean,
): Promise<string> {
  const [buffer, decoder] = [new Uint8Array(64 * 1024), new TextDecoder("latin1")];
  let text = "";
  while (!isEnough(text)) {
    // A connection that is reset has ended, too.
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) break;
    text += decoder.decode(buffer.subarray(0, count));
  }
  return text;
}
