// What `Deno.serve` leaves open is closed in this file: it ends when the process has no file descriptor left, its
// address can be overridden from the environment, and it has no limit of its own for connections that do nothing.
import type { Logger } from "@logtape/logtape";
import { CloacinaError } from "../errors.ts";
import type { App } from "./server_app.ts";

/** Where a server listens. */
export interface ListenOptions {
  /** An IP address. */
  readonly hostname: string;
  /** 0 for one that is free. */
  readonly port: number;
  /** Certificate chain and private key in PEM; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** The address of a caller is what the proxy says: the last entry of X-Forwarded-For. */
  readonly behindProxy: boolean;
}

/** How long it waits before it listens again, in milliseconds. */
const PAUSE_MS = 50;

/** How often it is tried whether one can connect, in milliseconds. */
const LOOK_MS = 1000;

/** By what one connects to a server of every address. */
const LOOPBACK_OF: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

/** How long requests that come after the signal put off its end, in milliseconds. */
const DRAIN_MS = 15_000;

/** How long the runtime gets to send an answer before it is broken off, in milliseconds. */
const FLUSH_MS = 50;

/** A listening server, and what ends its connections at once. */
interface Listening {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  readonly cut: AbortController;
}

/**
 * Serves until the signal is aborted, and then until every request that was accepted is answered. Where the runtime's
 * server ends by itself, because there were no file descriptors left, idle connections are closed and it listens again.
 * `onListening` gets the URL, once. Throws `io_failed` where it cannot listen in the first place.
 */
export async function serve(
  app: App,
  options: ListenOptions,
  signal: AbortSignal,
  log: Logger,
  onListening: (url: string) => Promise<void>,
): Promise<void> {
  const { counted, settle } = countRequests(app);
  let current: Listening | undefined = listen(counted, options);
  let shed: Listening | undefined;
  const { port } = current.server.addr;
  const aborted = whenAborted(signal);
  await onListening(urlOf(options, port));
  while (current !== undefined) {
    const watch = watchListener(current.server.addr);
    const fault = await Promise.race([aborted, whyEnded(current.server), watch.fault]);
    await watch.stop();
    if (fault === undefined) break;
    log.warn("exhausted", { reason: fault });
    // Those that were to end the last time and still stand in the way are no longer waited for.
    shed?.cut.abort();
    shed = current;
    shed.server.shutdown().catch(() => {});
    current = await listenAgain(counted, { ...options, port }, signal, log);
  }
  // When it shuts down, Deno 2.9.6 breaks off a body that is still coming.
  await settle();
  await Promise.all([current, shed].map((one) => one?.server.shutdown()));
}

/** The same app, and what waits until no request is pending, or until those that keep coming have had their time. */
function countRequests(app: App) {
  const pending = new Set<Promise<Response>>();
  const counted: App = (request, address) => {
    const answer = app(request, address);
    pending.add(answer);
    answer.finally(() => pending.delete(answer));
    return answer;
  };
  const settle = async () => {
    const end = performance.now() + DRAIN_MS;
    while (pending.size > 0 && performance.now() < end) await Promise.allSettled(pending);
  };
  return { counted, settle };
}

function listen(app: App, options: ListenOptions): Listening {
  // It would override the host name that is given here.
  Deno.env.delete("DENO_SERVE_ADDRESS");
  const { hostname, port, tls, behindProxy } = options;
  const cut = new AbortController();
  try {
    const server = Deno.serve(
      { hostname, port, ...tls, signal: cut.signal, onListen: () => {}, onError: afterTheEnd },
      async (request, { remoteAddr }) => {
        const response = await app(request, addressOf(request, remoteAddr, behindProxy));
        return endsConnection(response) ? severed(response) : response;
      },
    );
    requireAddress(server.addr, options, cut);
    return { server, cut };
  } catch (cause) {
    throw cause instanceof CloacinaError ? cause : cannotListen(options, cause);
  }
}

/** A body that is too large is read to its end and thrown away: who still sends it would not see why it broke off. */
function endsConnection({ headers, status }: Response): boolean {
  return headers.get("connection") === "close" && status !== 413;
}

/**
 * The same answer, in chunks of which the last is missing. Deno 2.9.6 writes `connection: close` and goes on to serve
 * what follows on the connection; when an answer breaks off, every version ends it.
 */
function severed(response: Response): Response {
  const reader = response.body?.getReader();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const { done, value } = await reader?.read() ?? { done: true, value: undefined };
      if (!done) return controller.enqueue(value);
      await pause(FLUSH_MS);
      controller.error(new Error("the connection ends here"));
    },
  });
  const { status, headers } = response;
  return new Response(body, { status, headers });
}

/** An app never throws: what is left is an answer that broke off, which nobody has to be told of. */
function afterTheEnd(): Response {
  return new Response(null, { status: 500 });
}

/** The port is ours already, but there may be no descriptor for it yet. Undefined where it is to stop meanwhile. */
async function listenAgain(
  app: App,
  options: ListenOptions,
  signal: AbortSignal,
  log: Logger,
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
 * Tells why nobody can connect any more. Deno 2.7.11 says that a server has ended only when its last connection is gone,
 * and idle ones do not go by themselves: so it is tried.
 */
function watchListener({ hostname, port }: Deno.NetAddr) {
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
async function whyEnded({ finished }: Listening["server"]): Promise<string | undefined> {
  return await finished.then(() => undefined, (error) => String(error));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function addressOf(request: Request, { hostname }: Deno.NetAddr, behindProxy: boolean): string {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return behindProxy && forwarded ? forwarded.slice(0, 64) : hostname;
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
  if (options.tls !== null && isOfTls(cause)) {
    const message = `Cannot use the certificate and its key: ${cause.message}`;
    return new CloacinaError("invalid_request", message, { cause });
  }
  const { hostname, port } = options;
  const state = cause instanceof Deno.errors.AddrInUse
    ? "another program listens there"
    : cause instanceof Deno.errors.PermissionDenied || cause instanceof Deno.errors.NotCapable
    ? "this process is not allowed to"
    : cause instanceof Error
    ? cause.message
    : "it failed";
  return new CloacinaError("io_failed", `Cannot listen on ${hostOf(hostname)}:${port}: ${state}`, {
    cause,
  });
}

/** What is wrong with an address has a class of its own. */
function isOfTls(cause: unknown): cause is Error {
  return cause instanceof Error &&
    (cause.constructor === Error || cause instanceof Deno.errors.InvalidData);
}

function urlOf({ hostname, tls }: ListenOptions, port: number): string {
  return `${tls === null ? "http" : "https"}://${hostOf(hostname)}:${port}`;
}

/** An IP address as a URL has it: in its one spelling, of version 6 in brackets. */
function hostOf(address: string): string {
  return new URL(`http://${address.includes(":") ? `[${address}]` : address}`).host;
}
