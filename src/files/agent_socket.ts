import { CloacinaError } from "../errors.ts";
import { shownPath } from "../domain/shown_text.ts";
import { quoted } from "../domain/quoted.ts";

/** A connection to the Unix socket of an agent. Its methods throw `signer_unavailable` once the agent has closed it. */
export interface AgentSocket {
  readonly send: (bytes: Uint8Array) => Promise<void>;
  /** The next bytes, exactly so many. There is no time-out: the agent may be asking somebody. */
  readonly receive: (length: number) => Promise<Uint8Array<ArrayBuffer>>;
  readonly close: () => void;
}

/** Connects to the socket at a path; links are followed. Throws `signer_unavailable`. */
export async function connectToAgent(path: string): Promise<AgentSocket> {
  const unavailable = (state: string, cause?: unknown) =>
    new CloacinaError(
      "signer_unavailable",
      `Cannot connect to the agent at ${quoted(shownPath(path))}: ${state}`,
      { cause },
    );
  const socket = await open(path).catch((error) => {
    throw unavailable(stateOf(error), error);
  });
  if (socket === null) throw unavailable("it is not a socket");
  const closed = (error?: unknown) => unavailable("it closed the connection", error);
  return {
    send: async (bytes) => {
      try {
        for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await socket.write(rest));
      } catch (error) {
        throw closed(error);
      }
    },
    receive: async (length) => {
      const whole = new Uint8Array(length);
      for (let filled = 0; filled < length;) {
        const count = await socket.read(whole.subarray(filled)).catch((error) => {
          throw closed(error);
        });
        if (count === null) throw closed();
        filled += count;
      }
      return whole;
    },
    close: () => socket.close(),
  };
}

/** Null for a path to something else. */
async function open(path: string): Promise<Deno.UnixConn | null> {
  const { isSocket } = await Deno.stat(path);
  return isSocket ? await Deno.connect({ transport: "unix", path }) : null;
}

function stateOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such socket";
  if (error instanceof Deno.errors.ConnectionRefused) return "nothing answers there";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) return "this process may not use sockets";
  return "it cannot be reached";
}
