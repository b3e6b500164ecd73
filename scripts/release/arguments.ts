import { parseArgs, type ParseArgsConfig } from "node:util";
import { CloacinaError } from "../../src/errors.ts";

/** Reads the options of a script of a release, each with a value, and the words beside them. */
export function parseOptions(args: readonly string[], names: readonly string[]): {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly words: readonly string[];
} {
  const options: ParseArgsConfig["options"] = Object.fromEntries(
    names.map((name) => [name, { type: "string" }]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as Record<string, string | undefined>, words: positionals };
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error));
  }
}

/** The error for a command line that says too little or too much. */
export function unusable(message: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read the options: ${message}`);
}
