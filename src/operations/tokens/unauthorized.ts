import { CloacinaError } from "../../errors.ts";

/** The error of a token that does not count; `state` reads "there is no such token". */
export function unauthorized(state: string): CloacinaError {
  return new CloacinaError("unauthorized", `Cannot authenticate: ${state}`);
}
