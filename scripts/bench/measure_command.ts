import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "../compile/run_command.ts";
import type { Command } from "./contender.ts";

/** A command to measure in a folder, and a command to run there before each run. */
export interface Measurement {
  readonly command: Command;
  readonly prepare: Command | null;
  readonly runs: number;
  readonly folder: string;
}

/** Times and memory of all runs. */
export interface Summary {
  /** The median. */
  readonly wallSeconds: number;
  readonly fastestSeconds: number;
  readonly slowestSeconds: number;
  /** The mean of user and system time, including child processes. */
  readonly cpuSeconds: number;
  /** The highest resident memory of any single process in any run. */
  readonly peakKibibytes: number;
}

/** The fields of hyperfine's JSON that are used, in seconds. */
interface Timing {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly user: number;
  readonly system: number;
}

/**
 * Measures a command with hyperfine, after one warm-up run. GNU time starts the command, because only newer versions of
 * hyperfine measure memory. Throws `io_failed` if the command fails, and `file_not_found` without hyperfine.
 */
export async function measureCommand(
  { command, prepare, runs, folder }: Measurement,
): Promise<Summary> {
  const [timings, peaks] = [join(folder, "timings.json"), join(folder, "peaks")];
  await Deno.writeTextFile(peaks, "");
  const timed = ["time", "--quiet", "--format=%M", "--append", `--output=${peaks}`, ...command];
  const { success, stderr } = await runCommand("hyperfine", [
    ...["--shell=none", "--style=none", "--warmup=1", `--runs=${runs}`],
    ...["--export-json", timings],
    ...prepare === null ? [] : ["--prepare", quoteWords(prepare)],
    quoteWords(timed),
  ], { cwd: folder, env: { LC_ALL: "C" } });
  if (!success) throw failure(command, stderr);
  const { results: [timing] } = JSON.parse(await Deno.readTextFile(timings));
  return summarize(timing, await Deno.readTextFile(peaks));
}

/** `peaks` has one line for each run, in KiB. */
function summarize({ median, min, max, user, system }: Timing, peaks: string): Summary {
  return {
    wallSeconds: median,
    fastestSeconds: min,
    slowestSeconds: max,
    cpuSeconds: user + system,
    peakKibibytes: Math.max(...peaks.trim().split("\n").map(Number)),
  };
}

/** Quotes words for a shell, whose rules hyperfine follows without one. */
function quoteWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}

function failure(command: Command, stderr: string): CloacinaError {
  const words = command.slice(0, 3).join(" ");
  return new CloacinaError("io_failed", `Cannot measure "${words}": ${firstErrorLine(stderr)}`);
}
