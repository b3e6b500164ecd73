// This file makes up for two gaps of `Deno.serve`: the environment can override its address, and it does not report when
// nobody can connect any more.
import type { Logger } from "@logtape/logtape";
import { CloacinaError } from "../../errors.ts";
import { toIpAddress } from "../../formats/ip_address.ts";
import type { App } from "./server_app.ts";
import { endingInHttp1, refuseConnection, serverConnections } from "./server_connections.ts";

/** Where a server listens. */
export interface ListenOptions {
  /** An IP address. */
  readonly hostname: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Certificate chain and private key in PEM; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Trust X-Forwarded-For: its last entry is the address of the caller. */
  readonly behindProxy: boolean;
}

/** The pause before it listens again, in milliseconds. */
const PAUSE_MS = 50;

/** How long the runtime gets to send what it has before its connections end, in milliseconds. */
const FLUSH_MS = 50;

/** How often a connection is tried, in milliseconds. */
const LOOK_MS = 1000;

/** The address to connect to, where a server listens on all of them. */
const LOOPBACK_OF: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/** Messages of the runtime, and what they mean in plain English. */
const TLS_STATES: readonly (readonly [says: RegExp, state: string])[] = [
  [/KeyMismatch/, "the key is another certificate's"],
  [/UnsupportedCertVersion/, "the certificate is of version 1, which has no names to check"],
];

/** A listening server, and what ends its connections at once. */
export interface Listening {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  readonly cut: AbortController;
}

/** Listens. Throws `io_failed`, and `invalid_request` for a certificate that cannot be served with. */
export function listen(app: App, options: ListenOptions): Listening {
  // It would override the host name that is given here.
  Deno.env.delete("DENO_SERVE_ADDRESS");
  const { hostname, port, tls, behindProxy } = options;
  const cut = new AbortController();
  const connections = serverConnections(tls === null, () => performance.now());
  try {
    const server = Deno.serve(
      { hostname, port, ...tls, signal: cut.signal, onListen: () => {}, onError: afterTheEnd },
      async (request, { remoteAddr, completed }) => {
        const connection = `${remoteAddr.hostname} ${remoteAddr.port}`;
        const admission = await connections.admit(connection, request, completed);
        if (admission !== "answer") return refuseConnection(admission);
        const response = await app(request, addressOf(request, remoteAddr, behindProxy));
        if (endsConnection(response)) connections.end(connection);
        return tls === null ? endingInHttp1(request, response) : response;
      },
    );
    requireAddress(server.addr, options, cut);
    return { server, cut };
  } catch (cause) {
    throw cause instanceof CloacinaError ? cause : cannotListen(options, cause);
  }
}

/**
 * Deno 2.9.6 writes `connection: close` and goes on to serve what follows, and can end a connection only by an answer
 * that breaks off, which clients rightly call an error. So the answer goes out whole, and what follows it is broken off.
 */
function endsConnection({ headers }: Response): boolean {
  return headers.get("connection") === "close";
}

/** An app never throws: only an answer that broke off gets here, which need not be reported. */
function afterTheEnd(): Response {
  return new Response(null, { status: 500 });
}

/** Ends every connection, once the runtime has had time to send the answers that it was just given. */
export async function closeAll({ cut }: Listening): Promise<void> {
  await pause(FLUSH_MS);
  cut.abort();
}

/** Retries until a file descriptor is free. Returns undefined where the server is told to stop meanwhile. */
export async function listenAgain(
  app: App,
  options: ListenOptions,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): Promise<Listening | undefined> {
  for (let wait = PAUSE_MS; !signal.aborted; wait = Math.min(2 * wait, 1000)) {
    await pause(wait);
    try {
      return listen(app, options);
    } catch (error) {
      log.warn("not listening yet", { reason: String(error) });
    }
  }
  return undefined;
}

/**
 * Reports why nobody can connect any more. Deno 2.7.11 reports that a server has ended only when its last connection has
 * closed, and idle ones stay open: so connections are tried.
 */
export function watchListener({ hostname, port }: Deno.NetAddr) {
  const fault = Promise.withResolvers<string>();
  const address = { hostname: LOOPBACK_OF.get(hostname) ?? hostname, port };
  let looking = Promise.resolve();
  const look = async () => {
    await Deno.connect(address).then((connection) => connection.close(), (error) => {
      fault.resolve(String(error));
    });
  };
  const timer = setInterval(() => looking = look(), LOOK_MS);
  const stop = async () => {
    clearInterval(timer);
    await looking;
  };
  return { fault: fault.promise, stop };
}

/** Why a server ended by itself. It ends without a reason only when it is shut down. */
export async function whyEnded({ finished }: Listening["server"]): Promise<string | undefined> {
  return await finished.then(() => undefined, (error) => String(error));
}

function requireAddress(
  { hostname, port }: Deno.NetAddr,
  options: ListenOptions,
  cut: AbortController,
): void {
  const isHost = hostOf(hostname) === hostOf(options.hostname);
  if (isHost && (options.port === 0 || options.port === port)) return;
  cut.abort();
  throw cannotListen(options, new Error("the runtime took another address"));
}

function cannotListen(options: ListenOptions, cause: unknown): CloacinaError {
  if (options.tls !== null && isOfTls(cause)) return cannotUseTls(cause);
  const { hostname, port } = options;
  const state = cause instanceof Deno.errors.AddrInUse
    ? "another program listens there"
    : cause instanceof Deno.errors.PermissionDenied || cause instanceof Deno.errors.NotCapable
    ? "this process is not allowed to"
    : cause instanceof Error
    ? cause.message
    : "it failed";
  const isTaken = cause instanceof Deno.errors.AddrInUse;
  return new CloacinaError("io_failed", `Cannot listen on ${hostOf(hostname)}:${port}: ${state}`, {
    hint: isTaken ? "choose another address or port with --bind IP:PORT" : undefined,
    cause,
  });
}

function cannotUseTls(cause: Error): CloacinaError {
  const [, state] = TLS_STATES.find(([says]) => says.test(cause.message)) ?? [];
  const message = `Cannot serve with this certificate and key: ${state ?? cause.message}`;
  return new CloacinaError("invalid_request", message, { cause });
}

/** What is wrong with an address has a class of its own. */
function isOfTls(cause: unknown): cause is Error {
  return cause instanceof Error &&
    (cause.constructor === Error || cause instanceof Deno.errors.InvalidData);
}

/** The URL of a server that listens on a port. */
export function urlOf({ hostname, tls }: ListenOptions, port: number): string {
  return `${tls === null ? "http" : "https"}://${hostOf(hostname)}:${port}`;
}

/** An IP address as in a URL: in its canonical form, with brackets around IPv6. */
function hostOf(address: string): string {
  return new URL(`http://${address.includes(":") ? `[${address}]` : address}`).host;
}

/** The caller's address: the one in X-Forwarded-For if it is an IP address, else the peer's. */
function addressOf(request: Request, { hostname }: Deno.NetAddr, behindProxy: boolean): string {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const said = behindProxy && forwarded !== undefined ? toIpAddress(plain(forwarded)) : null;
  return said ?? plain(hostname);
}

/** An address without its port, which some proxies add; an IPv4-mapped IPv6 address becomes IPv4. */
function plain(address: string): string {
  return address
    .replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    // RFC 4291, section 2.5.5.2: so those are told who listen on every address of version 6.
    .replace(/^::ffff:(?=\d+\.)/i, "");
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
