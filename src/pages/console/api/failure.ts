import { ApiError } from "../../../contract/api_error.ts";
import type { ErrorCode } from "../../../errors.ts";

/**
 * Why something was not done. `refused`: the server said no, its answer was not one of the API, or this page could not
 * do its own part, and asking again changes nothing. With the others, nothing is known of the request itself.
 */
type FailureKind = "refused" | "signed out" | "unavailable" | "unknown outcome";

/** What is thrown where a request fails. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly code: ErrorCode,
  ) {
    super(message);
  }
}

/** Statuses of a server, or of a proxy in front of it, that may answer a little later. */
const UNAVAILABLE = [502, 503, 504];

/** What the answer of a refused request means. */
export function failureOf(status: number, document: unknown): Failure {
  const { data } = ApiError.safeParse(document);
  if (data === undefined) {
    return new Failure(
      "unavailable",
      `The server answered with status ${status}.`,
      "store_unavailable",
    );
  }
  const { error, code } = data;
  if (status === 401) return new Failure("signed out", error, code);
  if (code === "outcome_unknown") return new Failure("unknown outcome", error, code);
  return new Failure(UNAVAILABLE.includes(status) ? "unavailable" : "refused", error, code);
}

/** What it means that no answer came. A change may have been made all the same. */
export function noAnswer(isIdempotent: boolean): Failure {
  return isIdempotent
    ? new Failure("unavailable", "The server does not answer.", "store_unavailable")
    : new Failure(
      "unknown outcome",
      "No answer came: the change may have been made. Look at the list before you try again.",
      "outcome_unknown",
    );
}
