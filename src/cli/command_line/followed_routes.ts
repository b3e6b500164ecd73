import type { Application, Command } from "@stricli/core";
import type { CliContext } from "../context.ts";
import { longFlag } from "./flags.ts";
import { hasFlag } from "./has_flag.ts";

type Routes = Application<CliContext>["root"];

/** Where the words of a command line lead in the command tree. */
export interface FollowedRoutes {
  /** The nouns and verbs, without the program's own name. */
  readonly words: readonly string[];
  /** What they lead to; undefined where that is a group of commands. */
  readonly command: Command<CliContext> | undefined;
  /** The flags of the command that they lead to, in camel case; none where they lead to none. */
  readonly flags: readonly string[];
  /** Whether a flag, in kebab case, is on the command line. */
  readonly given: (flag: string) => boolean;
  /** The flag at the end of the line whose value is missing, in camel case. */
  readonly openFlag: string | undefined;
}

/** Follows the words of a command line, as far as they are nouns and verbs. */
export function followRoutes(root: Routes, args: readonly string[]): FollowedRoutes {
  const words: string[] = [];
  let target = root;
  for (const arg of args) {
    const next = isCommand(target) ? undefined : findTarget(target, arg);
    if (next === undefined) break;
    words.push(arg);
    target = next;
  }
  const flags = isCommand(target) ? target.parameters.flags ?? {} : {};
  return {
    words,
    command: isCommand(target) ? target : undefined,
    flags: Object.keys(flags),
    given: (flag) => hasFlag(args, flag),
    openFlag: args.includes("--") ? undefined : takingValue(flags, args.slice(-1)),
  };
}

/** The flag with a value that these words name. */
function takingValue(
  flags: Readonly<Record<string, { readonly kind: string }>>,
  words: readonly string[],
): string | undefined {
  const names = Object.keys(flags).filter((name) => flags[name]!.kind !== "boolean");
  return names.find((name) => words.includes(`--${name}`) || words.includes(longFlag(name)));
}

function isCommand(target: Routes): target is Command<CliContext> {
  return "parameters" in target;
}

function findTarget(routes: Exclude<Routes, Command<CliContext>>, word: string) {
  return routes.getAllEntries().find(({ name }) =>
    name.original === word || name["convert-camel-to-kebab"] === word
  )?.target;
}
