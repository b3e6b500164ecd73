import { CloacinaError } from "../../src/errors.ts";

/** How to run a command beside its arguments. */
export interface CommandSetting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a command left behind. */
export interface CommandOutput {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end with plain output; throws `file_not_found` where there is no such program. */
export async function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: CommandSetting,
): Promise<CommandOutput> {
  const plain = { NO_COLOR: "1", RUST_BACKTRACE: "0", DENO_NO_UPDATE_CHECK: "1" };
  const { success, stdout, stderr } = await start(program, {
    args: [...args],
    cwd,
    env: { ...plain, ...env },
    stdin: "null",
  });
  const text = new TextDecoder();
  return { success, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The first line of a failed command's stderr that says what went wrong, as Deno, its bundler and npm do. */
export function firstErrorLine(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const marked = lines.find((line) => /^error: |\[ERROR\]|^npm error /.test(line));
  return (marked ?? lines.at(-1) ?? "it gave no reason").replace(/^error: |^.*\[ERROR\] /, "");
}

async function start(
  program: string,
  options: Deno.CommandOptions,
): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command(program, options).output();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    const message = `Cannot run ${program}: there is no such program`;
    throw new CloacinaError("file_not_found", message, { cause });
  }
}
