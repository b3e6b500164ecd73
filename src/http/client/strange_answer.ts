import { CloacinaError } from "../../errors.ts";

/** The `store_unavailable` error for an answer that does not fit the request; what was done is then not known. */
export function strangeAnswer(action: string, state: string, hint?: string): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot ${action}: ${state}`, { hint });
}
