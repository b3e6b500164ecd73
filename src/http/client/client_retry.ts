import { CloacinaError } from "../../errors.ts";
import type { Answered } from "./client_answer.ts";
import type { Failure } from "./client_failure.ts";

/** For how long a server that is temporarily unavailable is asked again. */
export interface RetryLimit {
  /** In milliseconds; null or omitted for a few times. */
  readonly retryFor?: number | null;
  /** Called once, before the first pause, where `retryFor` is given: what failed, as one sentence. */
  readonly onRetry?: (failure: string) => Promise<void>;
}

/** How long a client waits; tests wait less. */
export interface Patience {
  /** The timeout of a request, in milliseconds. */
  readonly answerLimit: number;
  /** Waits before a retry. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds since some moment. */
  readonly elapsed: () => number;
}

/** The patience of every client outside of tests. */
export const PATIENCE: Patience = {
  answerLimit: 60_000,
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  elapsed: () => performance.now(),
};

/** How often a request is tried where nothing says for how long, and the first pause between tries, which doubles up to the longest. */
const [TRIES, FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [4, 200, 10_000];

/** What one try brings. */
export type Outcome = Answered | Failure;

/** A request that may be sent several times. */
interface Attempt<Result> {
  readonly exchange: () => Promise<Outcome>;
  /** Throws the error of an outcome that is no result, which one that may be retried never is. */
  readonly read: (outcome: Outcome) => Result;
  readonly mayRetry: (outcome: Outcome) => boolean;
}

/** Sends a request, and again for as long as its limit allows. Throws the last error. */
type Retry = <Result>(attempt: Attempt<Result>) => Promise<Result>;

/** Makes the function that sends all requests of one client. */
export function retrying(limit: RetryLimit, patience: Patience): Retry {
  const { retryFor = null } = limit;
  const noteRetry = retryNote(limit);
  return async ({ exchange, read, mayRetry }) => {
    const end = patience.elapsed() + (retryFor ?? 0);
    for (let attempt = 1;; attempt++) {
      const outcome = await exchange();
      if (!mayRetry(outcome)) return read(outcome);
      const left = retryFor === null ? Infinity : end - patience.elapsed();
      const isOver = retryFor === null ? attempt === TRIES : left <= 0;
      const error = errorOf(() => read(outcome));
      if (isOver) throw afterTrying(error, attempt, retryFor);
      await noteRetry(error);
      // The last try is at the end of that time, not before it.
      await patience.pause(Math.min(pauseBefore(attempt, outcome), left));
    }
  };
}

/** Whether another try may change an outcome. A rejected token is not retried: the next request would send the same one. */
export function isTransient(outcome: Outcome, statuses: readonly number[]): boolean {
  if ("error" in outcome) return outcome.isTransient;
  return statuses.includes(outcome.status) && !outcome.headers.has("www-authenticate");
}

/** Calls `onRetry` the first time, and never where nothing says for how long to try. */
function retryNote(
  { retryFor = null, onRetry }: RetryLimit,
): (failure: CloacinaError) => Promise<void> {
  let isNoted = retryFor === null || onRetry === undefined;
  return async ({ message }) => {
    if (isNoted) return;
    isNoted = true;
    await onRetry?.(message);
  };
}

function errorOf(read: () => unknown): CloacinaError {
  try {
    read();
  } catch (error) {
    if (error instanceof CloacinaError) return error;
    throw error;
  }
  throw new Error("A transient status was read as a result");
}

/** The last error, which says how long it was tried where that was asked for. */
function afterTrying(
  error: CloacinaError,
  attempts: number,
  retryFor: number | null,
): CloacinaError {
  if (retryFor === null || attempts === 1) return error;
  return error.with({ message: `${error.message} (tried for ${retryFor / 1000} s)` });
}

/** Exponential backoff with jitter, or the seconds of Retry-After if these are more, up to the longest pause; no date is read. */
function pauseBefore(attempt: number, outcome: Outcome): number {
  const asked = "error" in outcome ? NaN : Number(outcome.headers.get("retry-after") ?? NaN) * 1000;
  const own = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(Number.isNaN(asked) ? own : Math.max(asked, own), LONGEST_PAUSE_MS);
}
