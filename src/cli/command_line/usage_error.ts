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
import { commandLineError, SEE_HELP } from "./command_line_error.ts";
import { closestTo } from "./closest.ts";
import { longFlag } from "./flags.ts";
import type { FollowedRoutes } from "./followed_routes.ts";
import { HELP_FLAG, VERSION_FLAG } from "./program_flags.ts";
import { VERBOSITY_FLAGS } from "./verbosity.ts";

/** How many flags a hint names at the most. */
const MAX_MEANT = 4;

/** The flags that may stand before a command. */
const GENERAL_FLAGS = [...VERBOSITY_FLAGS, HELP_FLAG, VERSION_FLAG].map(({ name }) => name);

/** How many letters what was typed has at least that is the beginning of a flag. */
const LEAST_BEGINNING = 3;

/** An error in the arguments. Values are repeated only if they are short and cannot be a key. */
export function toUsageError(
  thrown: unknown,
  routes: FollowedRoutes,
): CloacinaError {
  if (!(thrown instanceof ArgumentScannerError)) return asIs(thrown);
  const { state, hint = SEE_HELP } = explain(thrown, routes);
  return commandLineError(state, hint);
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
    const whole = flagsWith(input, flags);
    const similar = whole.length > 0 ? whole : closestTo(input, [...flags, "help"]);
    const meant = (similar.length > 0 ? similar : corrections)
      .filter((name) => !isNegative(name) || isNegative(input));
    return { state: `there is no flag --${shownName(input)}`, hint: meaning(meant.map(longFlag)) };
  }
  if (thrown instanceof AliasNotFoundError) {
    const { input } = thrown;
    const meant = few(flags.filter((name) => name.startsWith(input)));
    return { state: `there is no flag -${shownName(input)}`, hint: meaning(meant.map(longFlag)) };
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

/** The flags that begin with what was typed, or have all of its words, as `--trust-key` has that of `--key`. */
function flagsWith(typed: string, flags: readonly string[]): readonly string[] {
  const words = wordsOf(typed);
  const begins = (name: string) =>
    typed.length >= LEAST_BEGINNING && longFlag(name).startsWith(`--${typed}`);
  const has = (name: string) => words.every((word) => wordsOf(name).includes(word));
  return few(flags.filter((name) => begins(name) || has(name)));
}

/** The words of a name in camel or kebab case. */
function wordsOf(name: string): readonly string[] {
  return name.split(/[-_]|(?=[A-Z])/).map((word) => word.toLowerCase());
}

/** None of more names than a hint can name. */
function few(names: readonly string[]): readonly string[] {
  return names.length > MAX_MEANT ? [] : names;
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
  followed: FollowedRoutes,
): CloacinaError {
  const commands = meant.map((command) => `\`cloacina ${command}\``);
  return new CloacinaError(
    "invalid_request",
    `Cannot run ${quoted(shownName(input))}: there is no such command`,
    { hint: meaning(commands) ?? helpOf(followed) },
  );
}

/** A flag in the place of a noun or verb, where only those of every command may stand. */
export function toMisplacedFlagError(input: string, followed: FollowedRoutes): CloacinaError {
  const [name = ""] = input.split("=");
  const meant = closestTo(name, GENERAL_FLAGS).map(longFlag);
  return new CloacinaError(
    "invalid_request",
    `Cannot read the command line: there is no flag ${shownName(name)} before a command`,
    { hint: meaning(meant) ?? helpOf(followed) },
  );
}

function helpOf({ words, command }: FollowedRoutes): string {
  const help = `\`${["cloacina", ...words].join(" ")} --help\``;
  return command === undefined ? `${help} lists the commands` : `${help} shows what it takes`;
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
