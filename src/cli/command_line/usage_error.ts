import { ArgumentScannerError, formatMessageForArgumentScannerError } from "@stricli/core";
import { NOT_SHOWN } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { closestTo } from "./closest.ts";
import { longFlag } from "./flags.ts";
import type { FollowedRoutes } from "./followed_routes.ts";

/** An error in the arguments. Only the names of flags are repeated: anything else may be a secret. */
export function toUsageError(thrown: unknown, { flags }: FollowedRoutes): CloacinaError {
  if (!(thrown instanceof ArgumentScannerError)) return asIs(thrown);
  let hint = "the same command with --help shows what it takes";
  const state = formatMessageForArgumentScannerError(thrown, {
    FlagNotFoundError: ({ input, corrections }) => {
      // stricli compares with camel case, so that for a misspelt flag with a hyphen it finds nothing.
      const closest = closestTo(input, [...flags, "help"]);
      const meant = closest.length > 0 ? closest : corrections;
      if (meant.length > 0) hint = `did you mean ${meant.map(longFlag).join(" or ")}?`;
      return `there is no flag --${shownWord(input)}`;
    },
    AliasNotFoundError: ({ input }) => `there is no flag -${shownWord(input)}`,
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, exception }) => {
      const argument = /^[A-Z]/.test(name) ? name : `--${name}`;
      const rule = exception instanceof CloacinaError ? exception.message : "takes no value";
      return `${argument} ${rule}`;
    },
    EnumValidationError: ({ externalFlagName, values }) =>
      `--${externalFlagName} takes one of ${values.join(", ")}`,
    UnsatisfiedFlagError: ({ externalFlagName }) =>
      `--${externalFlagName} is missing, or its value`,
    UnexpectedFlagError: ({ externalFlagName }) => `--${externalFlagName} is given twice`,
    UnexpectedPositionalError: ({ expectedCount }) =>
      `it takes no more than ${expectedCount} beside its flags`,
    UnsatisfiedPositionalError: ({ placeholder }) => `${placeholder} is missing`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) => `--${externalFlagName} takes no value`,
  });
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`, { hint });
}

/** An unknown noun or verb; `words` are the known ones before it. */
export function toUnknownCommandError(
  input: string,
  corrections: readonly string[],
  { words }: FollowedRoutes,
): CloacinaError {
  const hint = corrections.length > 0
    ? `did you mean ${corrections.join(" or ")}?`
    : `\`${["cloacina", ...words].join(" ")} --help\` lists the commands`;
  return new CloacinaError(
    "invalid_request",
    `Cannot run ${quoted(shownWord(input))}: there is no such command`,
    { hint },
  );
}

/** A word that looks like a noun, verb or flag; anything else may be a secret. */
function shownWord(word: string): string {
  return /^[a-z_-]{0,32}$/i.test(word) ? word : NOT_SHOWN;
}

function asIs(thrown: unknown): CloacinaError {
  if (thrown instanceof CloacinaError) return thrown;
  return new CloacinaError("invalid_request", "Cannot read the command line", { cause: thrown });
}
