import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "../compile/run_command.ts";
import { answerOf } from "./installed.ts";
import { parseSample } from "./parse_sample.ts";
import type { Sample } from "./statistics.ts";

/** Runs a command in a folder and says what it cost. Throws `io_failed` where the command fails. */
export type Meter = (command: readonly string[], folder: string) => Promise<Sample>;

/** The shell's own `time` has milliseconds of the child and its children. What the command prints is thrown away. */
const SCRIPT = `errors=$1; shift
TIMEFORMAT='%3R %3U %3S'
{ time "$@" </dev/null >/dev/null 2>"$errors"; } 2>&1`;

/**
 * A meter that keeps its notes in a scratch folder. bash knows no peak memory and GNU time no milliseconds, so
 * each measures its own. GNU time is small: a child's peak starts at that of the process that it was forked from.
 */
export async function createMeter(scratch: string): Promise<Meter> {
  const peak = join(scratch, "peak");
  const errors = join(scratch, "errors");
  const gnuTime = await isGnuTimeInstalled()
    ? ["time", "--quiet", "--format=%M", `--output=${peak}`, "--"]
    : [];
  return async (command, folder) => {
    const { success, stdout } = await runCommand(
      "bash",
      ["-c", SCRIPT, "bash", errors, ...gnuTime, ...command],
      { cwd: folder, env: { LC_ALL: "C" } },
    );
    if (!success) throw failure(command, await Deno.readTextFile(errors));
    return parseSample(stdout, gnuTime.length > 0 ? await Deno.readTextFile(peak) : undefined);
  };
}

/** Other programs called `time` cannot write a peak to a file. */
async function isGnuTimeInstalled(): Promise<boolean> {
  return /GNU time/i.test(await answerOf(["time", "--version"]) ?? "");
}

function failure(command: readonly string[], stderr: string): CloacinaError {
  const words = command.slice(0, 3).join(" ");
  return new CloacinaError("io_failed", `Cannot measure ${words}: ${firstErrorLine(stderr)}`);
}
