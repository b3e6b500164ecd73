import { CloacinaError } from "../../errors.ts";

/** The error for a missing or invalid token; `state` reads "there is no such token". */
export function unauthorized(state: string): CloacinaError {
  return new CloacinaError("unauthorized", `Cannot authenticate: ${state}`);
}
