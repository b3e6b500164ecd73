import type { Application } from "@stricli/core";
import type { CliContext } from "../context.ts";
import { mutuallyExclusive } from "./command_line_error.ts";
import { requireReadable } from "./require_readable.ts";
import { takeVerbosity } from "./verbosity.ts";

/** The hidden command by which the shells' completion scripts ask for proposals. */
export const COMPLETE_WORD = "__complete";

/** The word that asks for the help of the command after it, as `--help` does behind it. */
export const HELP_WORD = "help";

/** The words of a command line as the command tree takes them. Throws `invalid_request` for flags that contradict each other, or are none. */
export function readCommandLine(
  root: Application<CliContext>["root"],
  typed: readonly string[],
): readonly string[] {
  requireReadable(typed);
  // Of a version before `--verbose`.
  if (typed.length === 1 && typed[0] === "-v") return ["--version"];
  const { args, given } = takeVerbosity(root, typed);
  if (given.size > 1) throw mutuallyExclusive("--quiet", "--verbose");
  return args[0] === HELP_WORD ? [...args.slice(1), "--help"] : args;
}
