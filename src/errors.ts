/** What one error code means outside: the exit code of the process, the status of an HTTP answer. */
interface ErrorOutcome {
  readonly exit: number;
  readonly status: number;
}

/** The one table of error codes. A code is added here or it does not exist. */
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
  // Not found.
  file_not_found: { exit: 3, status: 404 },
  key_not_found: { exit: 3, status: 404 },
  trust_not_found: { exit: 3, status: 404 },
  token_not_found: { exit: 3, status: 404 },
  // Not allowed, or the wrong secret.
  wrong_passphrase: { exit: 4, status: 403 },
  wrong_master_key: { exit: 4, status: 403 },
  unauthorized: { exit: 4, status: 401 },
  insufficient_permissions: { exit: 4, status: 403 },
  // Refused by the store.
  duplicate_name: { exit: 5, status: 409 },
  trust_exists: { exit: 5, status: 409 },
  signature_exists: { exit: 5, status: 409 },
  store_corrupt: { exit: 5, status: 500 },
  key_integrity: { exit: 5, status: 500 },
  // One for each cause of a failed verification.
  package_tampered: { exit: 10, status: 422 },
  untrusted_signer: { exit: 11, status: 422 },
  invalid_signature: { exit: 12, status: 422 },
  signature_not_found: { exit: 13, status: 404 },
  malformed_signature: { exit: 14, status: 422 },
  key_revoked: { exit: 16, status: 409 },
  // What an audit log is found to be, where its lines follow each other.
  audit_log_torn: { exit: 20, status: 500 },
  audit_head_mismatch: { exit: 21, status: 500 },
  // Ctrl-C, as a shell counts it: 128 + SIGINT.
  interrupted: { exit: 130, status: 499 },
} as const satisfies Readonly<Record<string, ErrorOutcome>>;

/** The closed set of causes. */
export type ErrorCode = keyof typeof ERROR_OUTCOMES;

/** What may accompany an error: what to try next, and the error below it (kept, never printed). */
export interface ErrorDetails {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** True where nobody can tell whether what failed was done after all. */
  readonly isOutcomeUnknown?: boolean;
}

/** The one error of this program. `message` reads "Cannot <action> <value>: <state>"; it holds no secret. */
export class CloacinaError extends Error {
  override readonly name = "CloacinaError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly isOutcomeUnknown: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.isOutcomeUnknown = details.isOutcomeUnknown ?? false;
  }
}

/** Any thrown value as a coded error: a stranger's error is a bug of ours, and says nothing of its insides. */
export function toCloacinaError(thrown: unknown): CloacinaError {
  if (thrown instanceof CloacinaError) return thrown;
  return new CloacinaError("internal_error", "Cannot go on: cloacina met an error of its own", {
    hint: "run `cloacina doctor` and report what it prints, with the command that failed",
    cause: thrown,
  });
}
