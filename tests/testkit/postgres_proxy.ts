import { closeQuietly } from "./close_quietly.ts";

/** A proxy in front of a PostgreSQL server, which counts how often its clients wait for the server. */
export interface PostgresProxy {
  readonly port: number;
  /** How many round trips there were since this was last called. */
  readonly takeRoundTrips: () => number;
  /** How many statements a client has run since this was last called. */
  readonly takeStatements: () => number;
  readonly close: () => Promise<void>;
}

/** The messages of a client that the server answers at once, and those that run a statement (PostgreSQL, section 55.7). */
const QUERY = "Q";
const SYNC = "S";
const FLUSH = "H";
const EXECUTE = "E";

/** The message that ends what answers a query or a sync; and those with which the answer to a flush ends here. */
const READY = "Z";
const ENDS_OF_FLUSH = ["T", "n"];

const HEADER_LENGTH = 5;

/** How long an answer is held, in milliseconds: what the client sends without waiting for it comes meanwhile. */
const HELD_FOR = 2;

/**
 * Starts it before a server on loopback that is asked for without TLS. A round trip begins where a client asks and is
 * owed no answer: what it sends while one is still to come belongs to the same.
 */
export function startPostgresProxy(serverPort: number): PostgresProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets = new Set<Deno.Conn>();
  const counts = { roundTrips: 0, statements: 0 };
  const take = (name: keyof typeof counts) => {
    const count = counts[name];
    counts[name] = 0;
    return count;
  };
  const serve = async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: serverPort });
      for (const socket of [client, server]) sockets.add(socket);
      pipeBoth(client, server, counts);
    }
  };
  const served = serve();
  return {
    port: listener.addr.port,
    takeRoundTrips: () => take("roundTrips"),
    takeStatements: () => take("statements"),
    close: async () => {
      listener.close();
      for (const socket of sockets) closeQuietly(socket);
      await served;
    },
  };
}

type Counts = { roundTrips: number; statements: number };

function pipeBoth(client: Deno.Conn, server: Deno.Conn, counts: Counts): void {
  let owed = 0;
  let flushes = 0;
  const asked = messageReader((type) => {
    if (type === QUERY || type === EXECUTE) counts.statements += 1;
    if (![QUERY, SYNC, FLUSH].includes(type)) return;
    if (owed === 0) counts.roundTrips += 1;
    owed += 1;
    if (type === FLUSH) flushes += 1;
  }, true);
  const answered = messageReader((type) => {
    const isEndOfFlush = flushes > 0 && ENDS_OF_FLUSH.includes(type);
    if (isEndOfFlush) flushes -= 1;
    // The login owes nothing, and ends in one as well.
    if (isEndOfFlush || type === READY) owed = Math.max(0, owed - 1);
  }, false);
  void pipe(client, server, (bytes) => Promise.resolve(asked(bytes)));
  void pipe(server, client, async (bytes) => {
    await new Promise((resolve) => setTimeout(resolve, HELD_FOR));
    answered(bytes);
  });
}

async function pipe(
  from: Deno.Conn,
  to: Deno.Conn,
  see: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  try {
    for await (const bytes of from.readable) {
      await see(bytes);
      for (let sent = 0; sent < bytes.length;) sent += await to.write(bytes.subarray(sent));
    }
  } catch {
    // The other end is told in the same way: its socket is closed.
  } finally {
    closeQuietly(to);
  }
}

/** Calls `see` with the type of each message that has come whole. A client's first one has no type. */
function messageReader(
  see: (type: string) => void,
  hasStart: boolean,
): (bytes: Uint8Array) => void {
  let held = new Uint8Array();
  let isStart = hasStart;
  return (bytes) => {
    held = Uint8Array.from([...held, ...bytes]);
    for (;;) {
      const header = isStart ? HEADER_LENGTH - 1 : HEADER_LENGTH;
      if (held.length < header) return;
      const length = header - 4 + new DataView(held.buffer).getUint32(header - 4);
      if (held.length < length) return;
      if (!isStart) see(String.fromCharCode(held[0]!));
      isStart = false;
      held = held.slice(length);
    }
  };
}
