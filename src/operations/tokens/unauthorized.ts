import { CloacinaError } from "../../errors.ts";

/** The error for an invalid token; `state` reads "there is no such token". */
export function unauthorized(state: string): CloacinaError {
  return new CloacinaError("unauthorized", `Cannot authenticate: ${state}`);
}
