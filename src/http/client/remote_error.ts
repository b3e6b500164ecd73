import { ASK_AGAIN } from "../../domain/ask_again.ts";
import { ApiError } from "../../contract/api_error.ts";
import { CloacinaError, type ErrorCode } from "../../errors.ts";
import { admit } from "./admit.ts";

/** How much of a server's message is shown, in characters. */
export const MAX_MESSAGE = 4096;

/**
 * Rebuilds a server's error with the same code and message, and so the same exit code as locally. Any other answer,
 * such as a proxy's, is judged by its status alone.
 */
export function toRemoteError(document: unknown, status: number, url: string): CloacinaError {
  const told = admit(ApiError, document);
  if (told !== undefined) {
    const { code, error, hint } = told;
    // The API answers so only for an unknown path: --api-url has an extra path.
    if (status === 404 && code === "invalid_request") {
      return noApi(url, "it has no such route", code);
    }
    return new CloacinaError(code, toMessage(hint === null ? error : `${error} (${hint})`, url), {
      hint: HINTS[code],
    });
  }
  if (isOfEngine(document)) return ofEngine(url);
  const [code, state] = strange(status);
  return noApi(url, state, code);
}

/** What the engine's own server says of a path that it does not have, as are all of this API's (0.10.0). */
function isOfEngine(document: unknown): boolean {
  if (typeof document !== "object" || document === null) return false;
  const { code, error } = document as Readonly<Record<string, unknown>>;
  return code === "not_found" && error === "no route matches this request";
}

function ofEngine(url: string): CloacinaError {
  const state = "it is the engine's own server, which has no API for keys and signatures";
  return new CloacinaError("invalid_request", `Cannot call the API at "${url}": ${state}`, {
    hint: "give the URL of `cloacina serve`, or the engine's database with --database-url",
  });
}

/** The error for a server that does not answer like the API. */
export function noApi(
  url: string,
  state: string,
  code: ErrorCode = "store_unavailable",
): CloacinaError {
  return new CloacinaError(code, `Cannot call the API at "${url}": ${state}`, {
    hint: "is it the URL of `cloacina serve`?",
  });
}

/** A server's own errors begin like ours; any other text is marked as the server's. */
function toMessage(error: string, url: string): string {
  const message = error.startsWith("Cannot ")
    ? error
    : `Cannot call the API at "${url}": it says ${error}`;
  return message.slice(0, MAX_MESSAGE);
}

/** Hints for the client's user; the server's own hints are for its operator. */
const HINTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  unauthorized:
    "give a whole token of `cloacina tokens create` in CLOACINA_API_KEY, or with --api-key; on the server's " +
    "machine `cloacina tokens list --all` shows which tokens are valid",
  insufficient_permissions: "`cloacina doctor` shows what the token may do",
  key_not_found:
    "`cloacina keys list --all` shows the keys that the token may see; a name also needs --org UUID, " +
    "unless the token is for one organisation",
  token_not_found: "`cloacina tokens list --all` shows the tokens and their IDs",
  wrong_master_key: "ask the server's operator, who can run `cloacina master-key check`",
  outcome_unknown: ASK_AGAIN,
  store_unavailable: "the server cannot use its store; try again later",
};

function strange(status: number): readonly [ErrorCode, string] {
  const refuses = `something before it refuses with status ${status}`;
  if (status === 401 || status === 407) return ["unauthorized", refuses];
  if (status === 403) return ["insufficient_permissions", refuses];
  return ["store_unavailable", `it answers with status ${status}, and not as the API does`];
}
