import type * as z from "zod/mini";
import type { SentRequest } from "../../contract/endpoint.ts";
import { requestTarget } from "../../contract/request_target.ts";
import { readAnswer } from "./client_answer.ts";
import { connect, type ServerAddress } from "./client_connect.ts";
import { exchange } from "./client_exchange.ts";
import {
  isTransient,
  type Outcome,
  PATIENCE,
  type Patience,
  retrying,
  type RetryLimit,
} from "./client_retry.ts";
import { API_SERVER } from "./server_kind.ts";

/** A server's address and the credentials for it. */
export interface ApiLocation extends ServerAddress, RetryLimit {
  /** The token to send; null for requests that need none. */
  readonly apiKey: string | null;
}

/** A request, and the schema of its answer. */
interface ApiRequest<Answer> extends Pick<SentRequest, "params" | "query"> {
  readonly method: "GET" | "POST";
  /** `:name` is a parameter. */
  readonly path: string;
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

/** Statuses of a server, or a proxy in front of it, that is temporarily unavailable. */
const TRANSIENT_STATUSES = [429, 502, 503, 504];

/** Speaks to one server over HTTP. */
export function httpTransport(location: ApiLocation, patience: Patience = PATIENCE): Transport {
  const { url, apiKey } = location;
  const client = connect(location, API_SERVER);
  const limit = patience.answerLimit;
  const retry = retrying(location, patience);
  return {
    send: (request) =>
      retry({
        exchange: () =>
          exchange(
            { client, url, kind: API_SERVER, limit },
            `${url}${requestTarget(request.path, request)}`,
            initOf(apiKey, request),
          ),
        read: (outcome) => resultOf(url, request, outcome),
        mayRetry: (outcome) => request.isIdempotent && isTransient(outcome, TRANSIENT_STATUSES),
      }),
    close: () => client.close(),
  };
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
  };
}

function resultOf<Answer>(
  url: string,
  { answer }: ApiRequest<Answer>,
  outcome: Outcome,
): Answer {
  if ("error" in outcome) throw outcome.error;
  return readAnswer(url, answer, outcome);
}
