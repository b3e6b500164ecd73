import type { Logger } from "@logtape/logtape";
import {
  closeAll,
  listen,
  listenAgain,
  type Listening,
  type ListenOptions,
  urlOf,
  watchListener,
  whyEnded,
} from "./server_listener.ts";
import type { App } from "./server_app.ts";

/** How long a server that must stop still waits for requests, in milliseconds. */
const DRAIN_MS = 15_000;

/** How long its connections then may take to end, in milliseconds. */
const CLOSE_MS = 5000;

/** How long requests have to be answered before all connections are closed for want of file descriptors, in milliseconds. */
const SHED_MS = 1000;

/** What ends a server, and who is told that it listens. */
interface Service {
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Gets the URL, once. */
  readonly onListening: (url: string) => Promise<void>;
}

/**
 * Serves until the signal is aborted, and then until every request that was accepted is answered. Where the runtime's
 * server ends by itself, because there were no file descriptors left, all connections are closed and it listens again.
 * Throws `io_failed` where it cannot listen in the first place.
 */
export async function serve(
  app: App,
  options: ListenOptions,
  { signal, log, onListening }: Service,
): Promise<void> {
  const { counted, settle } = countRequests(app);
  let current: Listening | undefined = listen(counted, options);
  const { port } = current.server.addr;
  const aborted = whenAborted(signal);
  try {
    await onListening(urlOf(options, port));
    while (current !== undefined) {
      const watch = watchListener(current.server.addr);
      const fault = await Promise.race([aborted, whyEnded(current.server), watch.fault]);
      await watch.stop();
      if (fault === undefined) break;
      log.warn("exhausted", { reason: fault });
      await settle(SHED_MS);
      await closeAll(current);
      current = await listenAgain(counted, { ...options, port }, { signal, log });
    }
    log.info("stopping");
    // When it shuts down, Deno 2.9.6 breaks off a body that is still coming.
    await settle(DRAIN_MS);
  } finally {
    // It waits for a sender that never ends, and in Deno 2.9.6 nothing breaks that off.
    await within(CLOSE_MS, current?.server.shutdown());
  }
}

/** The same app, and a function that waits until no request is pending, for at most so many milliseconds. */
function countRequests(app: App) {
  const pending = new Set<Promise<Response>>();
  const counted: App = (request, address) => {
    const answer = app(request, address);
    pending.add(answer);
    const done = () => void pending.delete(answer);
    answer.then(done, done);
    return answer;
  };
  const settle = async (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    for (let left = milliseconds; pending.size > 0 && left > 0; left = end - performance.now()) {
      await within(left, Promise.allSettled(pending));
    }
  };
  return { counted, settle };
}

async function within(milliseconds: number, work: Promise<unknown> | undefined): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, milliseconds);
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
