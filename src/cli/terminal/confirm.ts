import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { flag, type NoInputFlag } from "../command_line/flags.ts";

/** The flag of the commands that ask before they act. */
export interface YesFlag extends NoInputFlag {
  readonly yes?: boolean;
}

/** `--yes`. */
export const YES_FLAG = flag("Do not ask for confirmation");

/**
 * Goes on only where `--yes` is given or a person says so. Without a terminal to ask at it throws `invalid_request`,
 * and names the flag.
 */
export async function confirm(
  { terminal }: CliContext,
  { yes }: YesFlag,
  question: string,
): Promise<void> {
  if (yes) return;
  if (terminal.unasked !== null) {
    throw new CloacinaError(
      "invalid_request",
      `Cannot go on: this must be confirmed, and ${terminal.unasked}`,
      { hint: "confirm it with --yes" },
    );
  }
  if (await terminal.askYesOrNo(question)) return;
  throw new CloacinaError("invalid_request", "Cannot go on: it was not confirmed");
}
