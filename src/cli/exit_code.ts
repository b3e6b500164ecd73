import { type CloacinaError, ERROR_OUTCOMES, toCloacinaError } from "../errors.ts";
import { hasFlag } from "./command_line/has_flag.ts";
import type { CliContext } from "./context.ts";

/** Why a run failed. A command throws an error that is yet to be printed, and returns one that it has printed itself. */
export interface Failure {
  readonly error: CloacinaError;
  readonly isTold: boolean;
}

/** What a run needs to end. */
type Ending = Pick<CliContext, "terminal" | "untilInterrupted">;

/** Waits for a run to end, and prints why it failed. Returns the exit code, which is 0 only after everything was printed. */
export async function exitCodeOf(
  context: Ending,
  args: readonly string[],
  running: Promise<Failure | void>,
): Promise<number> {
  const failure = await context.untilInterrupted(running)
    .catch((thrown): Failure => ({ error: toCloacinaError(thrown), isTold: false }));
  context.terminal.close();
  if (failure === undefined) return 0;
  const { code } = failure.isTold ? failure.error : await tell(context, failure.error, args);
  return ERROR_OUTCOMES[code].exit;
}

/** Prints an error. Returns the one that decides the exit code: that of Ctrl-C, if it interrupts the printing. */
async function tell(
  { terminal, untilInterrupted }: Ending,
  error: CloacinaError,
  args: readonly string[],
): Promise<CloacinaError> {
  const telling = terminal.lastWord(error, hasFlag(args, "json")).then(() => error);
  if (error.code === "interrupted") return await telling;
  return await untilInterrupted(telling).catch(toCloacinaError);
}
