import type { Application } from "@stricli/core";
import type { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { followRoutes } from "./followed_routes.ts";
import { suggestCommands } from "./suggest_commands.ts";
import { toMisplacedFlagError, toUnknownCommandError } from "./usage_error.ts";

/** The error for a word that the whole command tree does not know, with what it may stand for. */
export function unknownCommandError(
  root: Application<CliContext>["root"],
  input: string,
  args: readonly string[],
): CloacinaError {
  const followed = followRoutes(root, args);
  if (input.startsWith("-")) return toMisplacedFlagError(input, followed);
  const { words } = followed;
  const meant = suggestCommands(root, words, args.slice(words.length));
  return toUnknownCommandError(input, meant, followed);
}
