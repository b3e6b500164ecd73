import { exitCodeOf } from "./exit_code.ts";
import { openProcess } from "./open_process.ts";
import { describeVersion, type Runtime } from "./runtime.ts";

/** Prints the version, without the command tree and what commands work with. Returns the exit code. */
export async function printVersion(runtime: Pick<Runtime, "deno" | "v8">): Promise<number> {
  const { terminal, interruption } = openProcess({ verbosity: "normal", unasked: null });
  const printing = terminal.write(`${describeVersion(runtime)}\n`);
  return await exitCodeOf({ terminal, untilInterrupted: interruption.race }, [], printing);
}
