import { CloacinaError } from "../../errors.ts";
import { proxyVariable } from "./client_proxy.ts";

/** Why a request got no answer, and whether a retry may succeed. */
export interface Failure {
  readonly error: CloacinaError;
  readonly isTransient: boolean;
}

/** The runtime's error text, what it means, and what to try. */
type Row = readonly [says: RegExp, state: string, hint: string];

/** What a failure means, and what to try. */
interface Explanation {
  readonly state: string;
  readonly hint: string;
}

const NOBODY = "nothing listens there";

const CHECK_URL = "check --api-url or CLOACINA_API_URL, and that `cloacina serve` runs there";

/** Failures that a retry cannot fix. */
const LASTING: readonly Row[] = [
  [
    /UnknownIssuer|BadSignature/,
    "its certificate is not signed by a trusted authority",
    "trust your own authority with --ca-cert FILE or CLOACINA_CA_CERT",
  ],
  [
    /not valid for name/i,
    "its certificate is for another name",
    "give a name that its certificate has, with --api-url",
  ],
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
  // Ports that the Fetch standard blocks, such as that of SMTP.
  [
    /requests to port \d+ are blocked/i,
    "no request is sent to its port, which is another protocol's",
    "let `cloacina serve` listen on another port, with --bind",
  ],
];

/** Failures that may be temporary, such as while a server starts. */
const TRANSIENT: readonly Row[] = [
  [/while tunneling|proxy server unreachable/i, "its proxy does not answer", CHECK_URL],
  [/dns error/i, "its host name does not resolve", CHECK_URL],
  [/refused/i, NOBODY, CHECK_URL],
  [/(?:)/, "the connection failed", CHECK_URL],
];

/** Explains an error that the runtime threw for a request. `limit` is its timeout in milliseconds. */
export function toFailure(url: string, thrown: unknown, limit: number): Failure {
  if (thrown instanceof CloacinaError) return { error: thrown, isTransient: false };
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    const state = `it did not finish its answer within ${limit / 1000} s`;
    return { error: unreachable(url, { state, hint: CHECK_URL }, thrown), isTransient: false };
  }
  if (thrown instanceof Deno.errors.NotCapable) {
    const [state, hint] = ["this process is not allowed to", "start it with --allow-net"];
    return { error: unreachable(url, { state, hint }, thrown), isTransient: false };
  }
  const reason = reasonOf(thrown);
  const says = ([pattern]: Row) => pattern.test(reason);
  const lasting = LASTING.find(says);
  const [, state, hint] = lasting ?? TRANSIENT.find(says)!;
  const explained = lasting === undefined ? mentioningProxy(url, { state, hint }) : { state, hint };
  return { error: unreachable(url, explained, thrown), isTransient: lasting === undefined };
}

/** The runtime does not say whether it failed to reach the server or its proxy. */
function mentioningProxy(url: string, { state, hint }: Explanation): Explanation {
  const variable = proxyVariable(url);
  if (variable === null) return { state, hint };
  const proxy = `the proxy that ${variable} names`;
  const either = state === NOBODY ? `${state}, or at ${proxy}` : state;
  return { state: either, hint: `${hint}; check ${proxy}, too` };
}

/** The runtime's own words, without the URL before them, which may contain anything. */
const REASON = /^Fetch failed: Requests to port .*|client error \(.*/s;

function reasonOf(thrown: unknown): string {
  const { message, cause } = thrown instanceof Error ? thrown : new Error();
  return REASON.exec(`${message} ${cause ?? ""}`)?.[0] ?? "";
}

function unreachable(
  url: string,
  { state, hint }: Explanation,
  cause: unknown,
): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot reach "${url}": ${state}`, { hint, cause });
}
