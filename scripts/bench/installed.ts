import { CloacinaError } from "../../src/errors.ts";
import { runCommand } from "../compile/run_command.ts";

/** Whether there is a program of this name; what it answers to `--version` does not matter. */
export async function isInstalled(program: string): Promise<boolean> {
  return await answerOf([program, "--version"]) !== undefined;
}

/** What a program prints, standard error after standard output; undefined where there is no such program. */
export async function answerOf(
  [program, ...args]: readonly [string, ...string[]],
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await runCommand(program, args, { cwd: "/" });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof CloacinaError && error.code === "file_not_found") return undefined;
    throw error;
  }
}
