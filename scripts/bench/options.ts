import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { CloacinaError } from "../../src/errors.ts";

/** Reads the options of a task that has `--help`. Throws `invalid_request` for an unknown option. */
export function readOptions<Options extends ParseArgsOptionsConfig>(
  task: string,
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CloacinaError("invalid_request", `Cannot read the options: ${message}`, {
      hint: `see \`deno task ${task} --help\``,
    });
  }
}

/** Reads a number from 1 to 999. Throws `invalid_request` for anything else. */
export function parseCount(option: string, text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw invalidValue(option, text, "a number from 1 to 999");
}

/** The error for a value that an option does not accept. */
export function invalidValue(option: string, text: string, expected: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot read --${option} "${text}": not ${expected}`);
}
