import { CONTRACT, type OperationsOf } from "../../../contract/contract.ts";
import { encodeRequest, type Endpoint, type Verb } from "../../../contract/endpoint.ts";
import { mapVerbs } from "../../../contract/map_verbs.ts";
import { requestTarget } from "../../../contract/request_target.ts";
import { REFUSALS, type RefusalsRequest } from "../../../contract/refusals.ts";
import { WHOAMI } from "../../../contract/whoami.ts";
import type { ApiTokenInfo } from "../../../domain/api_token.ts";
import type { RecentRefusal } from "../../../domain/recent_refusal.ts";
import { Failure, failureOf, noAnswer } from "./failure.ts";

/** What the console asks the server for: the operations of the API, and what is no operation. */
export interface Api extends OperationsOf<typeof CONTRACT> {
  readonly whoami: () => Promise<ApiTokenInfo>;
  readonly refusals: (request: RefusalsRequest) => Promise<readonly RecentRefusal[]>;
}

/** How requests are sent, which tests replace. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** Who sends requests, until when, and who is told that the token is no longer good. */
interface Connection {
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onSignedOut: (reason: string) => void;
  readonly send?: Send;
}

/** The API of the server that this page came from. The token stays in these functions. Throws `Failure`. */
export function connect(connection: Connection): Api {
  const toMethod = (verb: Verb<never, unknown> | Endpoint<unknown, unknown>) =>
    "method" in verb
      ? (request: unknown) => ask(connection, verb, request)
      : () => Promise.reject(new Error("private keys stay where they are"));
  const operations = mapVerbs(CONTRACT, toMethod) as OperationsOf<typeof CONTRACT>;
  const always = { isIdempotent: () => true };
  return {
    ...operations,
    whoami: () => ask<ApiTokenInfo>(connection, { ...WHOAMI, ...always }, {}),
    refusals: (request) =>
      ask<readonly RecentRefusal[]>(connection, { ...REFUSALS, ...always }, request),
  };
}

type Asked = Pick<
  Endpoint<unknown, unknown>,
  "method" | "path" | "params" | "query" | "body" | "answer" | "isIdempotent"
>;

async function ask<Answer>(
  { token, signal, onSignedOut, send = fetch }: Connection,
  entry: Asked,
  request: unknown,
): Promise<Answer> {
  const { body, ...parts } = await encodeRequest(entry, request);
  // Relative to the page, so that a server below a path of a proxy is found.
  const sent = await exchange(send, `.${requestTarget(entry.path, parts)}`, {
    method: entry.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
    // The token goes to this server alone, and in one header.
    ...{ redirect: "error", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" },
  }).catch((thrown) => {
    if (signal.aborted) throw thrown;
    throw noAnswer(entry.isIdempotent(request));
  });
  if (sent.status >= 400) {
    const failure = failureOf(sent.status, sent.document);
    if (failure.kind === "signed out") onSignedOut(failure.message);
    throw failure;
  }
  const answer = entry.answer.safeParse(sent.document);
  if (answer.success) return answer.data as Answer;
  throw new Failure("refused", "The server's answer is not one of the API.", "store_unavailable");
}

/** The whole answer; its document is undefined if it is not JSON. */
async function exchange(send: Send, url: string, init: RequestInit) {
  const response = await send(url, init);
  const text = await response.text();
  return { status: response.status, document: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
