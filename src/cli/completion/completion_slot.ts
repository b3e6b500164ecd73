import type { Application, Command } from "@stricli/core";
import { followRoutes } from "../command_line/followed_routes.ts";
import type { CliContext } from "../context.ts";

type Parameters = Command<CliContext>["parameters"];

/** What the last of some words stands for: a value, by the name that help gives to it, such as FILE. */
export interface CompletionSlot {
  /** The nouns and verbs. */
  readonly words: readonly string[];
  /** Null where no value can stand, but a command or a flag. */
  readonly placeholder: string | null;
}

/** Finds out what the last word stands for; the words before it are complete. */
export function completionSlot(
  root: Application<CliContext>["root"],
  typed: readonly string[],
): CompletionSlot {
  const [before, last] = [typed.slice(0, -1), typed.at(-1) ?? ""];
  const { words, command, openFlag } = followRoutes(root, before);
  if (command === undefined) return { words, placeholder: null };
  const { flags = {}, positional } = command.parameters;
  if (openFlag !== undefined) return { words, placeholder: placeholderOf(flags[openFlag]) };
  if (last.startsWith("-") && last !== "-" && !before.includes("--")) {
    return { words, placeholder: null };
  }
  const index = countArguments(root, before, words.length);
  return { words, placeholder: argumentAt(positional, index) };
}

function placeholderOf(flag: NonNullable<Parameters["flags"]>[string] | undefined): string {
  return flag !== undefined && "placeholder" in flag ? flag.placeholder ?? "" : "";
}

/** How many of the words behind the command are arguments: neither flags nor values of flags. */
function countArguments(
  root: Application<CliContext>["root"],
  typed: readonly string[],
  start: number,
): number {
  const end = typed.indexOf("--");
  return typed.filter((word, index) => {
    if (index < start || index === end) return false;
    if (end !== -1 && index > end) return true;
    const isFlag = word.startsWith("-") && word !== "-";
    return !isFlag && followRoutes(root, typed.slice(0, index)).openFlag === undefined;
  }).length;
}

function argumentAt(positional: Parameters["positional"], index: number): string | null {
  if (positional === undefined) return null;
  if (positional.kind === "array") return positional.parameter.placeholder ?? "";
  return positional.parameters[index]?.placeholder ?? null;
}
