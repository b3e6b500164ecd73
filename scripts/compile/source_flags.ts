/** Runs the program in the folder of the caller: `deno task` itself starts in that of `deno.json`. */
const SOURCE_TASK = /^ROOT=\$PWD && cd "\$INIT_CWD" && deno run (.+) "\$ROOT\/main\.ts"$/;

/** A flag of `deno run` that no shell would change. */
const PLAIN_FLAG = /^-[-\w]+(=[^"'$`;&|<>\\]+)?$/;

/**
 * The flags between `deno run` and `main.ts` in the task `cloacina` of a deno.json. Throws if the task is missing or is
 * anything but one plain `deno run` in the caller's folder.
 */
export function sourceFlags(denoJson: string): readonly string[] {
  const task = JSON.parse(denoJson).tasks?.cloacina;
  const line: unknown = typeof task === "object" ? task?.command : task;
  const flags = typeof line === "string" ? SOURCE_TASK.exec(line)?.[1]?.split(/\s+/) : undefined;
  if (flags !== undefined && flags.every((flag) => PLAIN_FLAG.test(flag))) return flags;
  throw new Error(
    'Cannot read deno.json\'s task cloacina: not `ROOT=$PWD && cd "$INIT_CWD" && deno run FLAGS "$ROOT/main.ts"`',
  );
}
