import { CloacinaError, type ErrorDetails } from "../../errors.ts";

/** What is thrown where nothing is wrong with the connection itself, but with who is at its other end. */
export function connectRefusal(
  label: string,
  state: string,
  details: ErrorDetails = {},
): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot connect to ${label}: ${state}`, details);
}

/** The state of a peer that does not speak as the protocol has it. */
export const NO_POSTGRES = "what answers there is no Postgres";
