import { CloacinaError } from "../../errors.ts";

/** How a value of a URL, or of the service that it names, is refused. Repeats nothing of either. */
export type Refuse = (state: string, hint?: string) => CloacinaError;

const FORM = "it is of the form postgres://user:password@host:5432/database; in a part, @ is " +
  "written as %40, / %2F, ? %3F, # %23";

/** What is wrong with the database URL. */
export function badUrl(state: string, hint = FORM): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read the database URL: ${state}`, { hint });
}
