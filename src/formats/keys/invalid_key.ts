import { CloacinaError, type ErrorDetails } from "../../errors.ts";

/** The `invalid_key` of a key file. `state` says what is wrong, and quotes nothing of what may be a secret. */
export function invalidKey(state: string, details: ErrorDetails = {}): CloacinaError {
  return new CloacinaError("invalid_key", `Cannot read the key: ${state}`, details);
}
