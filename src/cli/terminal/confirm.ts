import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { flag, type NoInputFlag } from "../command_line/flags.ts";

/** The flag of the commands that ask for confirmation. */
export interface YesFlag extends NoInputFlag {
  readonly yes?: boolean;
}

/** `--yes`. */
export const YES_FLAG = flag("Do not ask for confirmation");

/** What is to be confirmed: `action` reads `revoke the key "ci"`. */
interface Confirmation {
  readonly action: string;
  readonly question: string;
}

/**
 * Goes on only where `--yes` is given or a person says so. Without a terminal to ask at it throws `invalid_request`,
 * and names the flag.
 */
export async function confirm(
  { terminal }: CliContext,
  { yes }: YesFlag,
  { action, question }: Confirmation,
): Promise<void> {
  if (yes) return;
  if (terminal.unasked !== null) {
    throw new CloacinaError(
      "invalid_request",
      `Cannot ${action}: it must be confirmed, and ${terminal.unasked}`,
      { hint: "confirm it with --yes" },
    );
  }
  if (await terminal.askYesOrNo(question)) return;
  throw new CloacinaError("invalid_request", `Cannot ${action}: it was not confirmed`);
}
