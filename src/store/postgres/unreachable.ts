import { CloacinaError } from "../../errors.ts";

/** The codes of a server that cannot be reached, or that is starting: it has not refused anything. */
const UNREACHABLE: readonly string[] = [
  ...["ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EPIPE", "UNKNOWN", "ENOENT", "ETIMEDOUT"],
  ...["EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "NO_ANSWER", "57P03"],
];

/** Whether nobody could log in to the server that a coded error is about, so that another one may be tried. */
export function isUnreachable(error: unknown): error is CloacinaError {
  if (!(error instanceof CloacinaError)) return false;
  const { cause } = error;
  return cause instanceof Error && "code" in cause && UNREACHABLE.includes(String(cause.code));
}
