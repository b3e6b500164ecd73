import { CloacinaError, ERROR_OUTCOMES } from "../../errors.ts";

/** How an answer of HTTP differs from what the code of its error says. */
interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const REFUSALS = new WeakMap<CloacinaError, Refusal>();

/** An error with an HTTP status of its own (RFC 9110, section 15.5), such as 413. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): CloacinaError {
  return withStatus(new CloacinaError("invalid_request", message), status, headers);
}

/** The server is busy: the request may be sent again soon. */
export function busy(action: string, state: string): CloacinaError {
  return withStatus(new CloacinaError("store_unavailable", `Cannot ${action}: ${state}`), 503);
}

/** The same error, answered with another status or with additional headers. */
export function withStatus(
  error: CloacinaError,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): CloacinaError {
  REFUSALS.set(error, { status, headers });
  return error;
}

/** Whether an error was made to be the answer of a request. */
export function isRefusal(error: CloacinaError): boolean {
  return REFUSALS.has(error);
}

/** The status and headers of an error's answer. A 503 says when to try again. */
export function refusalOf(error: CloacinaError): Required<Refusal> {
  const { status = ERROR_OUTCOMES[error.code].status, headers = {} } = REFUSALS.get(error) ?? {};
  const retry: Readonly<Record<string, string>> = status === 503 ? { "retry-after": "1" } : {};
  return { status, headers: { ...retry, ...headers } };
}
