/** What came back over a connection until it was closed, or nothing more came. */
export interface RawAnswer {
  readonly status: number | null;
  readonly text: string;
  /** Whether the server ended the connection. */
  readonly isClosed: boolean;
}

/** How long nothing has to come before it is taken for all, in milliseconds. */
const SILENCE_MS = 1500;

/** Sends bytes as they are, which no client would, and reads what comes back. Pieces are sent one after the other. */
export async function sendRaw(
  url: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  silence: number = SILENCE_MS,
): Promise<RawAnswer> {
  using connection = await connectTo(url);
  const sending = sendAll(connection, pieces);
  const answer = await readUntilSilent(connection, silence);
  await within(50, sending);
  return answer;
}

/** A connection to the host and port of a URL. */
export async function connectTo(url: string): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(url);
  return await Deno.connect({ hostname, port: Number(port) });
}

async function sendAll(
  connection: Deno.TcpConn,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      let rest = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
      while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
    }
  } catch {
    // The server wants no more of it: what it said is what counts.
  }
}

async function readUntilSilent(connection: Deno.TcpConn, silence: number): Promise<RawAnswer> {
  const buffer = new Uint8Array(64 * 1024);
  let [text, isClosed] = ["", false];
  while (true) {
    const count = await within(silence, connection.read(buffer).catch(() => null));
    if (count === undefined) break;
    if (count === null) {
      isClosed = true;
      break;
    }
    text += new TextDecoder("latin1").decode(buffer.subarray(0, count));
  }
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  return { status: status === undefined ? null : Number(status), text, isClosed };
}

async function within<Value>(
  milliseconds: number,
  value: Promise<Value>,
): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return await Promise.race([late, value]).finally(() => clearTimeout(timer));
}
