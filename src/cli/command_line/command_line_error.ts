import { CloacinaError } from "../../errors.ts";

/** The hint where nothing better is known. */
export const SEE_HELP = "run the command with --help for its flags and examples";

/** The error of a command line that cannot be read. */
export function commandLineError(state: string, hint?: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`, { hint });
}

/** The error for two flags that contradict each other, such as `--offset` and `--after`. */
export function mutuallyExclusive(one: string, other: string): CloacinaError {
  return commandLineError(`${one} and ${other} are mutually exclusive`);
}
