import { ArgumentScannerError, formatMessageForArgumentScannerError } from "@stricli/core";
import { NOT_SHOWN, shownValue, shownWord } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { closestTo } from "./closest.ts";
import { longFlag } from "./flags.ts";
import type { FollowedRoutes } from "./followed_routes.ts";

/** An error in the arguments. Values are repeated only if they are short and cannot be a key. */
export function toUsageError(
  thrown: unknown,
  { flags, given, openFlag }: FollowedRoutes,
): CloacinaError {
  if (!(thrown instanceof ArgumentScannerError)) return asIs(thrown);
  let hint = "the same command with --help shows what it takes";
  const state = formatMessageForArgumentScannerError(thrown, {
    FlagNotFoundError: ({ input, corrections }) => {
      // stricli compares with camel case, so that for a misspelt flag with a hyphen it finds nothing.
      const closest = closestTo(input, [...flags, "help"]);
      const meant = closest.length > 0 ? closest : corrections;
      hint = meaning(meant.map(longFlag)) ?? hint;
      return `there is no flag --${shownName(input)}`;
    },
    AliasNotFoundError: ({ input }) => `there is no flag -${shownName(input)}`,
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input, exception }) => {
      const argument = /^[A-Z]/.test(name) ? name : `--${name}`;
      return exception instanceof CloacinaError
        ? `${argument} ${exception.message}${not(shownValue(input))}`
        : `${argument} takes no value`;
    },
    EnumValidationError: ({ externalFlagName, input, values }) => {
      hint = meaning(closestTo(input, values)) ?? hint;
      return `--${externalFlagName} takes one of ${values.join(", ")}${not(shownWord(input))}`;
    },
    UnsatisfiedFlagError: ({ externalFlagName }) =>
      `--${externalFlagName} ${given(externalFlagName) ? "needs a value" : "is missing"}`,
    UnexpectedFlagError: ({ externalFlagName }) => `--${externalFlagName} is given twice`,
    UnexpectedPositionalError: ({ expectedCount }) =>
      expectedCount === 0
        ? "it takes no arguments"
        : `it takes at most ${expectedCount} ${expectedCount === 1 ? "argument" : "arguments"}`,
    UnsatisfiedPositionalError: ({ placeholder }) =>
      openFlag === undefined ? `${placeholder} is missing` : `${longFlag(openFlag)} needs a value`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) => `--${externalFlagName} takes no value`,
  });
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`, { hint });
}

/** An unknown noun or verb, and the commands that it may stand for; `words` are the known ones before it. */
export function toUnknownCommandError(
  input: string,
  meant: readonly string[],
  { words }: FollowedRoutes,
): CloacinaError {
  const commands = meant.map((command) => `\`cloacina ${command}\``);
  const hint = meaning(commands) ??
    `\`${["cloacina", ...words].join(" ")} --help\` lists the commands`;
  return new CloacinaError(
    "invalid_request",
    `Cannot run ${quoted(shownName(input))}: there is no such command`,
    { hint },
  );
}

/** A hint at what may have been meant; undefined for nothing. */
function meaning(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : `did you mean ${words.join(" or ")}?`;
}

/** A word that looks like a noun, verb or flag; anything else may be a secret. */
function shownName(word: string): string {
  return /^[a-z_-]{0,32}$/i.test(word) ? word : NOT_SHOWN;
}

/** The end of a rule: what was given instead, if it may be shown. */
function not(shown: string): string {
  return shown === NOT_SHOWN ? "" : `, not ${quoted(shown)}`;
}

function asIs(thrown: unknown): CloacinaError {
  if (thrown instanceof CloacinaError) return thrown;
  return new CloacinaError("invalid_request", "Cannot read the command line", { cause: thrown });
}
