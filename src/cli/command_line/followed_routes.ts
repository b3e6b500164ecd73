import type { Application, Command } from "@stricli/core";
import type { CliContext } from "../context.ts";

type Routes = Application<CliContext>["root"];

/** Where the words of a command line lead in the command tree. */
export interface FollowedRoutes {
  /** The nouns and verbs, without the program's own name. */
  readonly words: readonly string[];
  /** The flags of the command that they lead to, in camel case; none where they lead to none. */
  readonly flags: readonly string[];
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
  return { words, flags: isCommand(target) ? Object.keys(target.parameters.flags ?? {}) : [] };
}

function isCommand(target: Routes): target is Command<CliContext> {
  return "parameters" in target;
}

function findTarget(routes: Exclude<Routes, Command<CliContext>>, word: string) {
  return routes.getAllEntries().find(({ name }) =>
    name.original === word || name["convert-camel-to-kebab"] === word
  )?.target;
}
