/** An error code as programs see it: the exit status and the HTTP status. */
interface ErrorOutcome {
  readonly exit: number;
  readonly status: number;
}

/** All error codes. */
export const ERROR_OUTCOMES = {
  // The user's input.
  invalid_request: { exit: 1, status: 400 },
  invalid_key: { exit: 1, status: 400 },
  target_exists: { exit: 1, status: 409 },
  package_changed: { exit: 1, status: 409 },
  internal_error: { exit: 1, status: 500 },
  // A device, a network or a database that does not answer.
  io_failed: { exit: 2, status: 500 },
  store_unavailable: { exit: 2, status: 503 },
  outcome_unknown: { exit: 2, status: 503 },
  signer_unavailable: { exit: 2, status: 503 },
  // Not found.
  file_not_found: { exit: 3, status: 404 },
  key_not_found: { exit: 3, status: 404 },
  trust_not_found: { exit: 3, status: 404 },
  token_not_found: { exit: 3, status: 404 },
  minimum_not_found: { exit: 3, status: 404 },
  // Not allowed, or the wrong secret.
  wrong_passphrase: { exit: 4, status: 403 },
  wrong_master_key: { exit: 4, status: 403 },
  unauthorized: { exit: 4, status: 401 },
  insufficient_permissions: { exit: 4, status: 403 },
  signer_refused: { exit: 4, status: 403 },
  // Refused by the store.
  duplicate_name: { exit: 5, status: 409 },
  trust_exists: { exit: 5, status: 409 },
  signature_exists: { exit: 5, status: 409 },
  last_signature: { exit: 5, status: 409 },
  store_corrupt: { exit: 5, status: 500 },
  key_integrity: { exit: 5, status: 500 },
  // One for each cause of a failed verification.
  package_tampered: { exit: 10, status: 422 },
  untrusted_signer: { exit: 11, status: 422 },
  invalid_signature: { exit: 12, status: 422 },
  signature_not_found: { exit: 13, status: 404 },
  malformed_signature: { exit: 14, status: 422 },
  signature_expired: { exit: 15, status: 422 },
  key_revoked: { exit: 16, status: 409 },
  claim_mismatch: { exit: 17, status: 422 },
  version_rolled_back: { exit: 18, status: 409 },
  // What is wrong with an audit log whose chain is intact.
  audit_log_torn: { exit: 20, status: 500 },
  audit_head_mismatch: { exit: 21, status: 500 },
  // Ctrl-C: 128 + SIGINT, as shells report it.
  interrupted: { exit: 130, status: 499 },
} as const satisfies Readonly<Record<string, ErrorOutcome>>;

/** The code of an error. */
export type ErrorCode = keyof typeof ERROR_OUTCOMES;

/** Optional parts of an error: a hint, and the underlying error, which is kept but never printed. */
export interface ErrorDetails {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** The state as any caller of the API may be told it, without what only the operator of the server may know. */
  readonly publicState?: string | undefined;
}

/** The error type of this program. `message` reads "Cannot <action> <value>: <state>"; it holds no secret. */
export class CloacinaError extends Error {
  override readonly name = "CloacinaError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly publicState: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.publicState = details.publicState;
  }

  /** The same error with another code, message or hint. */
  with(changes: Partial<Pick<CloacinaError, "code" | "message" | "hint">>): CloacinaError {
    const { code, message, hint, publicState, cause } = this;
    const told = { code, message, hint, ...changes };
    return new CloacinaError(told.code, told.message, { hint: told.hint, publicState, cause });
  }
}

/** Whether what was thrown is an error with one of these codes. */
export function hasCode(thrown: unknown, ...codes: readonly ErrorCode[]): thrown is CloacinaError {
  return thrown instanceof CloacinaError && codes.includes(thrown.code);
}

/**
 * Converts any thrown value to a coded error. An unknown error is a bug: it becomes `internal_error`, without its
 * details.
 */
export function toCloacinaError(thrown: unknown): CloacinaError {
  if (thrown instanceof CloacinaError) return thrown;
  return new CloacinaError(
    "internal_error",
    "Cannot finish the command: cloacina ran into an internal error",
    {
      hint: "run `cloacina doctor` and report what it prints, with the command that failed",
      cause: thrown,
    },
  );
}
