/** A connection that is kept open and carries one request at a time. */
export interface HttpConnection {
  /** Sends a whole request and reads the whole answer. Throws where the answer has no length. */
  readonly ask: (request: Uint8Array) => Promise<HttpAnswer>;
  readonly close: () => void;
}

/** An answer without its body, but for how that begins, which is there until the next request. */
export interface HttpAnswer {
  readonly status: number;
  readonly start: Uint8Array;
}

/** What the head of an answer says. */
interface Head {
  readonly status: number;
  /** Bytes of the head with its empty line, and of the body. */
  readonly headBytes: number;
  readonly bodyBytes: number;
}

const BUFFER_BYTES = 64 * 1024;

/** The most that a head takes. */
const HEAD_BYTES = 4096;

/** Connects to "127.0.0.1:PORT". Bodies are counted, not kept: `fetch` would cost the machine more than the server does. */
export async function connectHttp(server: string): Promise<HttpConnection> {
  const [hostname, port] = server.split(":");
  const socket = await Deno.connect({ hostname: hostname!, port: Number(port) });
  socket.setNoDelay(true);
  const buffer = new Uint8Array(BUFFER_BYTES);
  return {
    ask: async (request) => {
      await writeAll(socket, request);
      let filled = 0;
      let head: Head | null = null;
      while (head === null) {
        filled += await readSome(socket, buffer.subarray(filled));
        head = readHead(buffer.subarray(0, filled));
      }
      const start = buffer.subarray(head.headBytes, filled);
      let rest = head.headBytes + head.bodyBytes - filled;
      while (rest > 0) rest -= await readSome(socket, buffer);
      return { status: head.status, start };
    },
    close: () => socket.close(),
  };
}

/** Reads the head of an answer; null where it is not whole yet. Throws where it is none that we understand. */
export function readHead(bytes: Uint8Array): Head | null {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
  const end = text.indexOf("\r\n\r\n");
  if (end < 0 && bytes.length < HEAD_BYTES) return null;
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text.slice(0, end + 2))?.[1];
  if (status === undefined || length === undefined) throw new Error("no answer with a length");
  return { status: Number(status), headBytes: end + 4, bodyBytes: Number(length) };
}

async function writeAll(socket: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await socket.write(bytes.subarray(written));
  }
}

async function readSome(socket: Deno.Conn, buffer: Uint8Array): Promise<number> {
  const count = await socket.read(buffer);
  if (count === null || count === 0) throw new Error("the server ended the connection");
  return count;
}
