import { CloacinaError, type ErrorDetails } from "../../errors.ts";

/** The `invalid_key` for a key file. `state` describes the fault, and must not quote anything that may be a secret. */
export function invalidKey(state: string, details: ErrorDetails = {}): CloacinaError {
  return new CloacinaError("invalid_key", `Cannot read the key: ${state}`, details);
}
