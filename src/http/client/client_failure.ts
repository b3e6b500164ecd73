import { CloacinaError } from "../../errors.ts";
import { proxyVariable } from "./client_proxy.ts";
import type { ServerKind } from "./server_kind.ts";

/** Why a request got no answer, and whether a retry may succeed. */
export interface Failure {
  readonly error: CloacinaError;
  readonly isTransient: boolean;
}

/** What was asked, and for how many milliseconds. */
export interface AskedServer {
  readonly url: string;
  readonly kind: ServerKind;
  readonly limit: number;
}

/** What a failure means, what to try, and whether a retry may succeed. */
interface Explanation {
  readonly state: string;
  readonly hint: string;
  readonly isTransient: boolean;
}

// Tables of the runtime's error text, what it means, and what to try.

/** Failures that a setting fixes, and no retry. */
const MISCONFIGURED: readonly (readonly [RegExp, state: string, keyof ServerKind["hints"]])[] = [
  [
    /UnknownIssuer|BadSignature/,
    "its certificate is not signed by a trusted authority",
    "authority",
  ],
  [/not valid for name/i, "its certificate is for another name", "name"],
  // Ports that the Fetch standard blocks, such as that of SMTP.
  [
    /requests to port \d+ are blocked/i,
    "no request is sent to its port, which is another protocol's",
    "port",
  ],
];

/** Others that a retry cannot fix. */
const LASTING: readonly (readonly [RegExp, state: string, hint: string])[] = [
  [
    /certificate.*expired/i,
    "its certificate has expired",
    "the operator of the server must renew it; if it is valid, the clock of this machine is wrong",
  ],
  [
    /certificate.*not valid yet/i,
    "its certificate is not valid yet",
    "compare the clocks of both machines",
  ],
  [
    /CaUsedAsEndEntity/,
    "its certificate is an authority's, and not a server's",
    "make the server one with basicConstraints CA:FALSE",
  ],
  [
    /certificate/i,
    "its certificate is refused",
    "look at it with `openssl s_client -connect HOST:PORT`",
  ],
  [
    /proxy authentication required|socks.*(?:auth|password)/i,
    "its proxy wants a user and a password",
    "give them in the URL of the proxy, as in https_proxy=http://user:password@host:port",
  ],
  [
    /unsuccessful tunnel/i,
    "its proxy does not connect to it",
    "NO_PROXY names hosts that are reached without a proxy",
  ],
  [/corrupt message/i, "it does not speak TLS", "is it the port for https?"],
  [/invalid HTTP version/i, "it does not speak HTTP", "is it a port for https, so an https URL?"],
];

const NOBODY = "nothing listens there";

/** Failures that may be temporary, such as while a server starts; its address may be wrong, too. */
const TRANSIENT: readonly (readonly [RegExp, state: string])[] = [
  [/while tunneling|proxy server unreachable/i, "its proxy does not answer"],
  [/dns error/i, "its host name does not resolve"],
  [/refused/i, NOBODY],
  [/(?:)/, "the connection failed"],
];

/** Explains an error that the runtime threw for a request. */
export function toFailure({ url, kind, limit }: AskedServer, thrown: unknown): Failure {
  if (thrown instanceof CloacinaError) return { error: thrown, isTransient: false };
  const { state, hint, isTransient } = explain({ url, kind, limit }, thrown);
  const message = `Cannot reach "${url}": ${state}`;
  return { error: new CloacinaError(kind.code, message, { hint, cause: thrown }), isTransient };
}

function explain({ url, kind: { hints }, limit }: AskedServer, thrown: unknown): Explanation {
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    const state = `it did not finish its answer within ${limit / 1000} s`;
    return { state, hint: hints.address, isTransient: false };
  }
  if (thrown instanceof Deno.errors.NotCapable) {
    const [state, hint] = ["this process is not allowed to", "start it with --allow-net"];
    return { state, hint, isTransient: false };
  }
  const reason = reasonOf(thrown);
  const says = ([pattern]: readonly [RegExp, ...unknown[]]) => pattern.test(reason);
  const misconfigured = MISCONFIGURED.find(says);
  if (misconfigured !== undefined) {
    const [, state, setting] = misconfigured;
    return { state, hint: hints[setting], isTransient: false };
  }
  const lasting = LASTING.find(says);
  if (lasting !== undefined) {
    const [, state, hint] = lasting;
    return { state, hint, isTransient: false };
  }
  const [, state] = TRANSIENT.find(says)!;
  return mentioningProxy(url, { state, hint: hints.address, isTransient: true });
}

/** The runtime does not say whether it failed to reach the server or its proxy. */
function mentioningProxy(url: string, explanation: Explanation): Explanation {
  const variable = proxyVariable(url);
  if (variable === null) return explanation;
  const { state, hint, isTransient } = explanation;
  const proxy = `the proxy that ${variable} names`;
  const either = state === NOBODY ? `${state}, or at ${proxy}` : state;
  return { state: either, hint: `${hint}; check ${proxy}, too`, isTransient };
}

/** The runtime's own words, without the URL before them, which may contain anything. */
const REASON = /^Fetch failed: Requests to port .*|client error \(.*/s;

function reasonOf(thrown: unknown): string {
  const { message, cause } = thrown instanceof Error ? thrown : new Error();
  return REASON.exec(`${message} ${cause ?? ""}`)?.[0] ?? "";
}
