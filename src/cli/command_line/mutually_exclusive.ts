import { CloacinaError } from "../../errors.ts";

/** The error for two flags that contradict each other, such as `--offset` and `--after`. */
export function mutuallyExclusive(one: string, other: string): CloacinaError {
  const state = `${one} and ${other} are mutually exclusive`;
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`);
}
