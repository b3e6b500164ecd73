import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { certificateState } from "./certificate_state.ts";
import { connectRefusal, NO_POSTGRES } from "./connect_refusal.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { eventOf } from "./event_of.ts";
import { isSharedSocket } from "./is_shared_socket.ts";
import { readTlsOptions, type TlsOptions } from "./tls_options.ts";

/** Asks whether the server would encrypt (PostgreSQL, section 55.7, SSLRequest). It answers with one byte. */
const TLS_REQUEST = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);
const YES = "S";
const NO = "N";

const ENCRYPT = "have the server use TLS, and check its host and port";

/** A socket to the server. */
export interface OpenSocket {
  readonly socket: Socket;
  /** Those that must have signed the server's certificate, in PEM; null where the URL names no file of them. */
  readonly authorities: string | null;
  /** Whether it is a Unix socket that anybody could have put there. */
  readonly isShared: boolean;
}

/**
 * Connects to the server, encrypted as the target says, up to where the Postgres protocol begins. The signal ends it
 * early. Throws coded errors of its own, and what the system throws.
 */
export async function openSocket(
  target: ConnectionTarget,
  signal: AbortSignal,
): Promise<OpenSocket> {
  const options = await readTlsOptions(target);
  // Before it is connected to: afterwards the socket of another server could stand there.
  const isShared = isSharedSocket(target.endpoint);
  const socket = connect({ ...target.endpoint });
  const end = endOn(signal, socket);
  ignoreErrors(socket);
  try {
    await eventOf(socket, "connect", () => {});
    // A Unix socket leaves the machine nowhere, and its server never encrypts.
    if (target.tls.kind === "never" || "path" in target.endpoint) {
      return { socket, authorities: null, isShared };
    }
    socket.write(TLS_REQUEST);
    // TLS begins one microtask after the event: within it Deno 2.9 hangs at times, and later Deno 2.7 reads on in plain.
    const answered = await eventOf(socket, "data", (bytes) => {
      return followAnswer(String(bytes), socket, target, options);
    });
    if (answered !== socket) await finishHandshake(answered, target.label, signal);
    return { socket: answered, authorities: options.ca ?? null, isShared };
  } catch (error) {
    end();
    throw error;
  }
}

/** Destroys the socket on the signal, and when it is called itself. */
function endOn(signal: AbortSignal, socket: Socket): () => void {
  const end = () => socket.destroy();
  signal.addEventListener("abort", end);
  socket.once("close", () => signal.removeEventListener("abort", end));
  return end;
}

/** A socket that fails while nobody listens would end the process. */
function ignoreErrors<Kind extends Socket>(socket: Kind): Kind {
  return socket.on("error", () => {});
}

/** More than one byte would be plain text that somebody put before the encrypted (CVE-2021-23222). */
function followAnswer(
  answer: string,
  socket: Socket,
  { tls, label }: ConnectionTarget,
  options: TlsOptions,
): Socket {
  if (answer === YES) return ignoreErrors(connectTls({ ...options, socket }));
  if (answer !== NO) throw connectRefusal(label, NO_POSTGRES);
  if (tls.kind === "offered") return socket;
  throw connectRefusal(label, "the server does not encrypt, and TLS is needed", { hint: ENCRYPT });
}

async function finishHandshake(
  encrypted: Socket,
  label: string,
  signal: AbortSignal,
): Promise<void> {
  endOn(signal, encrypted);
  try {
    await eventOf(encrypted, "secureConnect", () => {});
  } catch (error) {
    const state = error instanceof Error ? certificateState(error) : null;
    throw connectRefusal(label, state ?? "the TLS handshake failed", { cause: error });
  }
}
