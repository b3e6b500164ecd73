/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** What is measured. */
export type Action = "sign" | "verify" | "version";

/**
 * A tool that takes part. Its commands run in a folder of its own, where `packages/` holds the packages and
 * `keys/` is for its keys; what it writes lies beside them.
 */
export interface Contender {
  readonly name: string;
  /** The cryptographic work that it does, in a few words. */
  readonly work: string;
  /** The commands that generate its keys, before anything is measured. */
  readonly setUp: readonly Command[];
  readonly sign: (files: readonly string[]) => Command;
  readonly verify: (files: readonly string[]) => Command;
  /** Prints its version; absent where that is not measured. */
  readonly version?: () => Command;
}

/** Runs a line of shell for each file, as `$f`, for a tool that takes one file at a time. */
export function forEachFile(line: string): (files: readonly string[]) => Command {
  return (files) => ["sh", "-c", `for f do ${line} || exit 1; done`, "sh", ...files];
}
