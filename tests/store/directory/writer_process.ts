import { fileURLToPath } from "node:url";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";

/** The command line of a script beside this file, with as few permissions as the tool needs. */
export function scriptCommand(script: string, ...args: readonly string[]): readonly string[] {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const flags = ["--no-prompt", "--no-check", "--cached-only", "--no-code-cache"];
  return [Deno.execPath(), "run", ...flags, ...FILE_PERMISSIONS, path, ...args];
}

/** What is left of a process that ended. */
export interface EndedProcess {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly signal: Deno.Signal | null;
}

/** Runs a command to its end. */
export async function runToEnd([program = "", ...args]: readonly string[]): Promise<EndedProcess> {
  const command = new Deno.Command(program, { args, stdin: "null" });
  const output = await command.output().catch((cause) => {
    throw new Error(`Cannot run ${program}: install it`, { cause });
  });
  const text = new TextDecoder();
  const [stdout, stderr] = [text.decode(output.stdout), text.decode(output.stderr)];
  return { stdout, stderr, code: output.code, signal: output.signal };
}
