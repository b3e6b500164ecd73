import { commandLineError } from "./command_line_error.ts";

/** What looks like a flag with its value. */
const LIKE_A_FLAG = /^(--?[a-z][a-z-.\d_]*)=/i;

/** What of it the parser reads as one; the rest it takes for an argument, such as a path. */
const READ = /^(--[a-z][a-z-.\d_]+|-[a-z])=.+$/i;

/**
 * Refuses a word before any `--` that looks like a flag but would be taken for a path, as where a variable of a script is
 * not set: what the flag demands would not be demanded.
 */
export function requireReadable(args: readonly string[]): void {
  const end = args.indexOf("--");
  for (const word of end < 0 ? args : args.slice(0, end)) {
    const flag = LIKE_A_FLAG.exec(word)?.[0];
    if (flag === undefined || READ.test(word)) continue;
    if (word === flag) {
      const hint = "is the variable empty? Leave the flag out, or give it a value";
      throw commandLineError(`nothing follows ${flag}`, hint);
    }
    const hint = "a value is one line; write ./ before a path that begins with -";
    throw commandLineError(`what begins with ${flag} is not understood`, hint);
  }
}
