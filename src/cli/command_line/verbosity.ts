import type { Application } from "@stricli/core";
import type { CliContext } from "../context.ts";
import type { Verbosity } from "../terminal/verbosity.ts";
import { followRoutes } from "./followed_routes.ts";

/** A flag of every command. */
interface VerbosityFlag {
  readonly name: "quiet" | "verbose";
  readonly alias: string;
  readonly brief: string;
}

/** `-q` and `-v`, which take effect at start-up: see create_context.ts. */
export const VERBOSITY_FLAGS: readonly VerbosityFlag[] = [
  { name: "quiet", alias: "q", brief: "Print no notes or progress" },
  { name: "verbose", alias: "v", brief: "Also print which store, files and keys are used" },
];

/** A command line without the flags of verbosity, and which of them were on it. */
interface TakenVerbosity {
  readonly args: readonly string[];
  readonly given: ReadonlySet<"quiet" | "verbose">;
}

/** Takes `-q`, `--quiet`, `-v` and `--verbose` off a command line, wherever they stand before a `--`, but not the value of a flag. */
export function takeVerbosity(
  root: Application<CliContext>["root"],
  args: readonly string[],
): TakenVerbosity {
  const given = new Set<"quiet" | "verbose">();
  const rest: string[] = [];
  for (const arg of args) {
    const flag = rest.includes("--") ? undefined : flagOf(arg);
    if (flag === undefined || followRoutes(root, rest).openFlag !== undefined) rest.push(arg);
    else given.add(flag.name);
  }
  return { args: rest, given };
}

/** How much a command line asks for; where both flags are given, which is an error, no more than errors. */
export function verbosityOf({ given }: TakenVerbosity): Verbosity {
  if (given.has("quiet")) return "quiet";
  return given.has("verbose") ? "verbose" : "normal";
}

function flagOf(arg: string): VerbosityFlag | undefined {
  return VERBOSITY_FLAGS.find(({ name, alias }) => arg === `--${name}` || arg === `-${alias}`);
}
