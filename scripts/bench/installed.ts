import { CloacinaError } from "../../src/errors.ts";
import { runCommand } from "../compile/run_command.ts";

/** Whether there is a program with this name. */
export async function isInstalled(program: string): Promise<boolean> {
  return await answerOf([program, "--version"]) !== undefined;
}

/** The output of a program, standard error after standard output; undefined if there is no such program. */
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
