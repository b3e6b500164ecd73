import { closeQuietly } from "./close_quietly.ts";

/** A proxy in front of a server, which can hold back what the server answers. */
export interface HoldingProxy {
  readonly port: number;
  /** Holds answers back from now on. */
  readonly hold: () => void;
  /** Whether an answer has come since, which the server has given before it did anything else. */
  readonly isHolding: () => boolean;
  /** Lets all answers through again. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

/** Starts it before a server on loopback. */
export function startHoldingProxy(serverPort: number): HoldingProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets = new Set<Deno.Conn>();
  let gate: PromiseWithResolvers<void> | null = null;
  let hasAnswer = false;
  const passed = async () => {
    if (gate === null) return;
    hasAnswer = true;
    await gate.promise;
  };
  const serve = async () => {
    for await (const client of listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: serverPort });
      for (const socket of [client, server]) sockets.add(socket);
      void pipe(client, server, () => Promise.resolve());
      void pipe(server, client, passed);
    }
  };
  const served = serve();
  return {
    port: listener.addr.port,
    hold: () => [gate, hasAnswer] = [Promise.withResolvers<void>(), false],
    isHolding: () => hasAnswer,
    release: () => {
      gate?.resolve();
      gate = null;
    },
    close: async () => {
      gate?.resolve();
      listener.close();
      for (const socket of sockets) closeQuietly(socket);
      await served;
    },
  };
}

async function pipe(from: Deno.Conn, to: Deno.Conn, passed: () => Promise<void>): Promise<void> {
  try {
    for await (const bytes of from.readable) {
      await passed();
      for (let sent = 0; sent < bytes.length;) sent += await to.write(bytes.subarray(sent));
    }
  } catch {
    // The other end is told in the same way: its socket is closed.
  } finally {
    closeQuietly(to);
  }
}
