import {
  AliasNotFoundError,
  ArgumentParseError,
  ArgumentScannerError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import { NOT_SHOWN, shownValue, shownWord } from "../../domain/shown_text.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { closestTo } from "./closest.ts";
import { longFlag } from "./flags.ts";
import type { FollowedRoutes } from "./followed_routes.ts";

/** An error in the arguments. Values are repeated only if they are short and cannot be a key. */
export function toUsageError(
  thrown: unknown,
  routes: FollowedRoutes,
): CloacinaError {
  if (!(thrown instanceof ArgumentScannerError)) return asIs(thrown);
  const { state, hint = "the same command with --help shows what it takes" } = explain(
    thrown,
    routes,
  );
  return new CloacinaError("invalid_request", `Cannot read the command line: ${state}`, { hint });
}

/** What is wrong with the arguments, and what may have been meant. */
interface Explanation {
  readonly state: string;
  readonly hint?: string | undefined;
}

/**
 * stricli's own messages repeat any value. It finds ours by the names of its classes, which an executable's minified code
 * does not have.
 */
function explain(
  thrown: ArgumentScannerError,
  { flags, given, openFlag }: FollowedRoutes,
): Explanation {
  if (thrown instanceof FlagNotFoundError) {
    const { input, corrections } = thrown;
    // stricli compares with camel case, so that for a misspelt flag with a hyphen it finds nothing.
    const closest = closestTo(input, [...flags, "help"]);
    const meant = (closest.length > 0 ? closest : corrections)
      .filter((name) => !isNegative(name) || isNegative(input));
    return { state: `there is no flag --${shownName(input)}`, hint: meaning(meant.map(longFlag)) };
  }
  if (thrown instanceof AliasNotFoundError) {
    return { state: `there is no flag -${shownName(thrown.input)}` };
  }
  if (thrown instanceof ArgumentParseError) return { state: explainValue(thrown) };
  if (thrown instanceof EnumValidationError) {
    const { externalFlagName, input, values } = thrown;
    return {
      state: `--${externalFlagName} takes one of ${values.join(", ")}${not(shownWord(input))}`,
      hint: meaning(closestTo(input, values)),
    };
  }
  if (thrown instanceof UnsatisfiedFlagError) {
    const { externalFlagName: name } = thrown;
    return { state: `--${name} ${given(name) ? "needs a value" : "is missing"}` };
  }
  if (thrown instanceof UnexpectedFlagError) {
    return { state: `--${thrown.externalFlagName} is given twice` };
  }
  if (thrown instanceof UnexpectedPositionalError) return { state: tooMany(thrown.expectedCount) };
  if (thrown instanceof UnsatisfiedPositionalError) {
    return {
      state: openFlag === undefined
        ? `the argument ${thrown.placeholder} is missing`
        : `${longFlag(openFlag)} needs a value`,
    };
  }
  return {
    state: thrown instanceof InvalidNegatedFlagSyntaxError
      ? `--${thrown.externalFlagName} takes no value`
      : "an argument is not understood",
  };
}

/** `--no-encrypt` is the opposite of `--encrypt`, never what was meant by it. */
function isNegative(flag: string): boolean {
  return /^no[-A-Z]/.test(flag);
}

function explainValue(
  { externalFlagNameOrPlaceholder: name, input, exception }: ArgumentParseError,
): string {
  const argument = /^[A-Z]/.test(name) ? `the argument ${name}` : `--${name}`;
  return exception instanceof CloacinaError
    ? `${argument} ${exception.message}${not(shownValue(input))}`
    : `${argument} takes no value`;
}

function tooMany(count: number): string {
  if (count === 0) return "it takes no arguments";
  return `it takes at most ${count} ${count === 1 ? "argument" : "arguments"}`;
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
