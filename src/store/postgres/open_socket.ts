import { lstatSync, realpathSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname } from "node:path";
import { connect as connectTls } from "node:tls";
import { certificateHint, certificateState } from "./certificate_state.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { connectRefusal, NO_POSTGRES } from "./database_error.ts";
import type { Endpoint } from "./servers.ts";
import { readTlsOptions, requireTls13 } from "./tls.ts";

const ANYBODY_MAY_WRITE = 0o002;
const STICKY = 0o1000;
const ROOT_USER = 0;

/** Asks whether the server would encrypt (PostgreSQL, section 55.7, SSLRequest). It answers with one byte. */
const TLS_REQUEST = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);
const YES = "S";
const NO = "N";

const ENCRYPT = "enable TLS on the server, and check host and port";

/** A socket to the server. */
export interface OpenSocket {
  readonly socket: Socket;
  /**
   * The authorities that may have signed the server's certificate, in PEM; null where the URL names no file of them.
   */
  readonly authorities: string | null;
  /** Whether it is a Unix socket that anybody could have created. */
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
    // A Unix socket does not leave the machine, and its server never encrypts.
    if (target.tls.kind === "never" || "path" in target.endpoint) {
      return { socket, authorities: null, isShared };
    }
    socket.write(TLS_REQUEST);
    // TLS begins one microtask after the event: within it Deno 2.9 hangs at times, and later Deno 2.7 reads on in plain.
    const answered = await eventOf(socket, "data", (bytes) => {
      return followAnswer(String(bytes), target, () => connectTls({ ...options, socket })) ??
        socket;
    });
    if (answered !== socket) {
      await finishHandshake(answered, target.place, signal);
      if (target.needsTls13) requireTls13(answered, target.place);
    }
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

/**
 * The encrypted socket, or null for none. More than one byte would be plain text that somebody injected before the
 * encrypted (CVE-2021-23222).
 */
function followAnswer(
  answer: string,
  { tls, place }: ConnectionTarget,
  encrypt: () => Socket,
): Socket | null {
  if (answer === YES) return ignoreErrors(encrypt());
  if (answer !== NO) throw connectRefusal(place, NO_POSTGRES);
  if (tls.kind === "offered") return null;
  throw connectRefusal(place, "the server does not encrypt, but TLS is required", {
    hint: ENCRYPT,
  });
}

async function finishHandshake(
  encrypted: Socket,
  place: string,
  signal: AbortSignal,
): Promise<void> {
  endOn(signal, encrypted);
  try {
    await eventOf(encrypted, "secureConnect", () => {});
  } catch (error) {
    const state = error instanceof Error ? certificateState(error) : null;
    const hint = certificateHint(state);
    throw connectRefusal(place, state ?? "the TLS handshake failed", { hint, cause: error });
  }
}

/**
 * Whether anybody could have created this Unix socket: everybody may write its directory, and it is not in a sticky one
 * and owned by root or this user. Where this cannot be seen, anybody could.
 */
export function isSharedSocket(endpoint: Endpoint): boolean {
  if (!("path" in endpoint)) return false;
  try {
    const path = realpathSync(endpoint.path);
    const { mode } = statSync(dirname(path));
    if ((mode & ANYBODY_MAY_WRITE) === 0) return false;
    return (mode & STICKY) === 0 || ![ROOT_USER, Deno.uid()].includes(lstatSync(path).uid);
  } catch {
    return true;
  }
}

/** Resolves with what `take` makes of the event, one microtask later; throws what ends the socket before. */
export async function eventOf<Result>(
  socket: Socket,
  event: "connect" | "data" | "readable" | "secureConnect",
  take: (value: unknown) => Result,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const happened = (value: unknown) => resolve(Promise.resolve(value).then(take));
  const closed = () => reject(lost());
  const listeners = [[event, happened], ["error", reject], ["close", closed]] as const;
  for (const [name, listener] of listeners) socket.once(name, listener);
  try {
    return await promise;
  } finally {
    for (const [name, listener] of listeners) socket.removeListener(name, listener);
  }
}

/** The error of a socket that was closed without one. */
export function lost(): Error {
  return Object.assign(new Error("closed"), { code: "ECONNRESET" });
}
