import { CloacinaError } from "../../src/errors.ts";
import { runCommand } from "../compile/run_command.ts";

/**
 * Runs this program from source, with no more permissions than it has as an executable, and returns what it printed.
 * Throws what it said where it fails.
 */
export async function runCloacina(root: string, args: readonly string[]): Promise<string> {
  const words = ["task", "--quiet", "cloacina", ...args];
  const { success, stdout, stderr } = await runCommand(Deno.execPath(), words, { cwd: root });
  if (success) return stdout;
  throw new CloacinaError(
    "invalid_request",
    `Cannot run cloacina ${args.slice(0, 2).join(" ")}:\n${stdout}${stderr}`.trimEnd(),
  );
}
