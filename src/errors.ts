/** An error code as users see it: the exit status, the HTTP status, and one sentence that explains it. */
interface ErrorOutcome {
  readonly exit: number;
  readonly status: number;
  readonly meaning: string;
}

/** All error codes. */
export const ERROR_OUTCOMES = {
  // The user's input.
  invalid_request: {
    exit: 1,
    status: 400,
    meaning: "The command line, a variable or a request is wrong or contradicts itself.",
  },
  invalid_key: {
    exit: 1,
    status: 400,
    meaning: "A key file, a public key or a master key is malformed, weak, or of the wrong kind.",
  },
  target_exists: {
    exit: 1,
    status: 409,
    meaning: "The file to be written exists already.",
  },
  package_changed: {
    exit: 1,
    status: 409,
    meaning: "The package changed while it was being hashed.",
  },
  internal_error: {
    exit: 1,
    status: 500,
    meaning: "A fault of cloacina's own: please report it.",
  },
  // A device, a network or a database that does not answer.
  io_failed: {
    exit: 2,
    status: 500,
    meaning: "A file, a disk, a pipe or the terminal failed.",
  },
  store_unavailable: {
    exit: 2,
    status: 503,
    meaning: "The store or the server does not exist, cannot be reached, or does not answer.",
  },
  outcome_unknown: {
    exit: 2,
    status: 503,
    meaning: "The change was made or not: the store was lost while it confirmed the change.",
  },
  signer_unavailable: {
    exit: 2,
    status: 503,
    meaning:
      "The agent or vault that keeps the key cannot be reached, or does not answer as it must.",
  },
  // Not found.
  file_not_found: {
    exit: 3,
    status: 404,
    meaning: "There is no such file.",
  },
  key_not_found: {
    exit: 3,
    status: 404,
    meaning: "The store, the agent or the vault has no such signing key.",
  },
  trust_not_found: {
    exit: 3,
    status: 404,
    meaning: "The store has no such trusted key or trust grant.",
  },
  token_not_found: {
    exit: 3,
    status: 404,
    meaning: "The store has no such API token.",
  },
  // Not allowed, or the wrong secret.
  wrong_passphrase: {
    exit: 4,
    status: 403,
    meaning: "The passphrase does not open the key.",
  },
  wrong_master_key: {
    exit: 4,
    status: 403,
    meaning: "The master key does not open the keys of this store.",
  },
  unauthorized: {
    exit: 4,
    status: 401,
    meaning: "There is no API token, or it is unknown, expired or revoked.",
  },
  insufficient_permissions: {
    exit: 4,
    status: 403,
    meaning: "The token, the database role or the permissions of files do not allow it.",
  },
  signer_refused: {
    exit: 4,
    status: 403,
    meaning: "The agent or vault that keeps the key refuses to sign with it.",
  },
  // Refused by the store.
  duplicate_name: {
    exit: 5,
    status: 409,
    meaning: "The organisation has a key of that name already.",
  },
  trust_exists: {
    exit: 5,
    status: 409,
    meaning: "The organisation trusts that other organisation already.",
  },
  signature_exists: {
    exit: 5,
    status: 409,
    meaning: "Another organisation has stored this signature already.",
  },
  last_signature: {
    exit: 5,
    status: 409,
    meaning: "It is the last good signature of its package.",
  },
  store_corrupt: {
    exit: 5,
    status: 500,
    meaning:
      "What the store, a file in it or an audit log holds is damaged, or not what it should be.",
  },
  key_integrity: {
    exit: 5,
    status: 500,
    meaning: "A key's row does not fit together: it may have been copied or changed.",
  },
  // One for each cause of a failed verification.
  package_tampered: {
    exit: 10,
    status: 422,
    meaning: "The package is not the one that was signed.",
  },
  untrusted_signer: {
    exit: 11,
    status: 422,
    meaning: "The package is signed, but not by a key that is trusted.",
  },
  invalid_signature: {
    exit: 12,
    status: 422,
    meaning: "The signature is not valid under the signer's key.",
  },
  signature_not_found: {
    exit: 13,
    status: 404,
    meaning: "There is no signature for the package.",
  },
  malformed_signature: {
    exit: 14,
    status: 422,
    meaning: "The signature file, or the seal, is not in the format.",
  },
  signature_expired: {
    exit: 15,
    status: 422,
    meaning: "The signature is valid, and the time until which its signer lets it count is over.",
  },
  key_revoked: {
    exit: 16,
    status: 409,
    meaning: "The key is revoked: it no longer signs, or is no longer trusted.",
  },
  claim_mismatch: {
    exit: 17,
    status: 422,
    meaning: "The signed statement does not claim what is required, or there is none.",
  },
  version_rolled_back: {
    exit: 18,
    status: 409,
    meaning: "The signed version is older than one that was accepted before.",
  },
  // What is wrong with an audit log whose chain is intact.
  audit_log_torn: {
    exit: 20,
    status: 500,
    meaning: "The audit log ends in something that is not a complete line.",
  },
  audit_head_mismatch: {
    exit: 21,
    status: 500,
    meaning: "The audit log does not have the lines that were noted or sealed.",
  },
  // Ctrl-C: 128 + SIGINT, as shells report it.
  interrupted: {
    exit: 130,
    status: 499,
    meaning: "Ctrl-C or SIGTERM, or the input ended at a question.",
  },
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
