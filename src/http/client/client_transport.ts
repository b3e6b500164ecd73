import type * as z from "zod/mini";
import { type Answered, readAnswer, receive } from "./client_answer.ts";
import { CloacinaError } from "../../errors.ts";
import { createDirectClient } from "./client_proxy.ts";
import { noApi } from "./remote_error.ts";
import { type Failure, toFailure } from "./client_failure.ts";

/** A server's address and the credentials for it. */
export interface ApiLocation {
  /** Without a trailing slash. May have a path, for a server behind a reverse proxy. */
  readonly url: string;
  /** The token to send; null for requests that need none. */
  readonly apiKey: string | null;
  /** PEM certificates to trust in addition to the system's. */
  readonly caCert: string | null;
  /** For how long idempotent requests are tried again, in milliseconds; null or omitted for a few times. */
  readonly retryFor?: number | null;
  /** Called once, before the first pause, where `retryFor` is given: what failed, as one sentence. */
  readonly onRetry?: (failure: string) => Promise<void>;
}

/** A request, and the schema of its answer. */
export interface ApiRequest<Answer> {
  readonly method: "GET" | "POST";
  /** A pattern: `:name` is replaced by that parameter. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Undefined values are left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Undefined or null for no body. */
  readonly body?: unknown;
  readonly answer: z.ZodMiniType<Answer>;
  /** Whether repeating it changes nothing: if so, it is retried when no answer comes. */
  readonly isIdempotent: boolean;
}

/** Sends requests. Throws the server's own errors, and `store_unavailable` if it does not answer. */
export interface Transport {
  readonly send: <Answer>(request: ApiRequest<Answer>) => Promise<Answer>;
  readonly close: () => void;
}

/** How long the client waits; tests wait less. */
export interface Patience {
  /** The timeout of a request, in milliseconds. */
  readonly answerLimit: number;
  /** Waits before a retry. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds since some moment. */
  readonly elapsed: () => number;
}

const PATIENCE: Patience = {
  answerLimit: 60_000,
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  elapsed: () => performance.now(),
};

/** How often an idempotent request is tried where nothing says for how long, and the first pause between tries, which doubles up to the longest. */
const [TRIES, FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [4, 200, 10_000];

/** Statuses of a server, or a proxy in front of it, that is temporarily unavailable. */
const TRANSIENT_STATUSES = [429, 502, 503, 504];

/** Speaks to one server over HTTP. */
export function httpTransport(location: ApiLocation, patience: Patience = PATIENCE): Transport {
  const { url, retryFor = null } = location;
  const client = connect(location);
  const noteRetry = retryNote(location);
  return {
    send: async (request) => {
      const end = patience.elapsed() + (retryFor ?? 0);
      for (let attempt = 1;; attempt++) {
        const outcome = await exchange({ client, location, patience }, request);
        const left = retryFor === null ? Infinity : end - patience.elapsed();
        const isOver = retryFor === null ? attempt === TRIES : left <= 0;
        const mayRetry = request.isIdempotent && isTransient(outcome);
        if (!mayRetry) return resultOf(url, request, outcome);
        if (isOver) throw afterTrying(failureOf(url, request, outcome), attempt, retryFor);
        await noteRetry(failureOf(url, request, outcome));
        // The last try is at the end of that time, not before it.
        await patience.pause(Math.min(pauseBefore(attempt, outcome), left));
      }
    },
    close: () => client.close(),
  };
}

/** Plain HTTP bypasses the proxy set in the environment, which would see the token. */
export function connect({ url, caCert }: Pick<ApiLocation, "url" | "caCert">): Deno.HttpClient {
  const options = caCert === null ? {} : { caCerts: [caCert] };
  const isPlain = new URL(url).protocol === "http:";
  return isPlain ? createDirectClient(options) : Deno.createHttpClient(options);
}

interface Connection {
  readonly client: Deno.HttpClient;
  readonly location: ApiLocation;
  readonly patience: Patience;
}

async function exchange(
  { client, location: { url, apiKey }, patience: { answerLimit } }: Connection,
  request: ApiRequest<unknown>,
): Promise<Answered | Failure> {
  const requestUrl = urlOf(url, request);
  const init = { ...initOf(apiKey, request), client };
  try {
    const response = await fetch(requestUrl, { ...init, signal: AbortSignal.timeout(answerLimit) });
    return await receive(response, (state) => noApi(url, state));
  } catch (thrown) {
    return toFailure(url, thrown, answerLimit);
  }
}

function urlOf(base: string, { path, params, query }: ApiRequest<unknown>): string {
  const filled = path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]!));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, value);
  }
  return search.size === 0 ? `${base}${filled}` : `${base}${filled}?${search}`;
}

function initOf(
  apiKey: string | null,
  { method, body, isIdempotent }: ApiRequest<unknown>,
): RequestInit {
  const hasBody = body !== undefined && body !== null;
  const bytes = new TextEncoder().encode(hasBody ? JSON.stringify(body) : "");
  return {
    method,
    headers: {
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      accept: "application/json",
      ...(hasBody && { "content-type": "application/json" }),
    },
    // When a connection breaks, the runtime sends a request again, of whatever method, unless its body is a stream.
    ...(method === "POST" && { body: isIdempotent ? bytes : ReadableStream.from([bytes]) }),
    redirect: "manual",
  };
}

/** Calls `onRetry` the first time, and never where nothing says for how long to try. */
function retryNote(
  { retryFor = null, onRetry }: ApiLocation,
): (failure: CloacinaError) => Promise<void> {
  let isNoted = retryFor === null || onRetry === undefined;
  return async ({ message }) => {
    if (isNoted) return;
    isNoted = true;
    await onRetry?.(message);
  };
}

function resultOf<Answer>(
  url: string,
  { answer }: ApiRequest<Answer>,
  outcome: Answered | Failure,
): Answer {
  if ("error" in outcome) throw outcome.error;
  return readAnswer(url, answer, outcome);
}

/** The error of a transient outcome: its status is never that of a result. */
function failureOf(
  url: string,
  request: ApiRequest<unknown>,
  outcome: Answered | Failure,
): CloacinaError {
  try {
    resultOf(url, request, outcome);
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
  const { code, message, hint, cause } = error;
  const tried = `${message} (tried for ${retryFor / 1000} s)`;
  return new CloacinaError(code, tried, { hint, cause });
}

/** A rejected token is not retried: the next request would send the same one. */
function isTransient(outcome: Answered | Failure): boolean {
  if ("error" in outcome) return outcome.isTransient;
  return TRANSIENT_STATUSES.includes(outcome.status) && !outcome.headers.has("www-authenticate");
}

/** Exponential backoff with jitter, or Retry-After if that is longer. */
function pauseBefore(attempt: number, outcome: Answered | Failure): number {
  const asked = "error" in outcome ? NaN : Number(outcome.headers.get("retry-after") ?? NaN) * 1000;
  const own = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(Number.isNaN(asked) ? own : Math.max(asked, own), LONGEST_PAUSE_MS);
}
