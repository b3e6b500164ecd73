import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import type { ConfirmFlags } from "../command_line/flags.ts";

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
  { yes }: ConfirmFlags,
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
