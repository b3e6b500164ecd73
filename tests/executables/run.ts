import { join } from "node:path";

/** What a run left behind. */
export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an executable in a folder, which is also its home and its temporary directory. */
export async function run(
  path: string,
  args: readonly string[],
  folder: string,
): Promise<RunResult> {
  const command = new Deno.Command(path, {
    args: [...args],
    cwd: folder,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", HOME: folder, TMPDIR: folder },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** A run, and every line in which the kernel was asked for a file by its name. */
export interface TracedRun extends RunResult {
  readonly fileCalls: readonly string[];
}

/** As `run`, under strace; throws where strace cannot trace, for then nothing was looked at. */
export async function runTraced(
  path: string,
  args: readonly string[],
  folder: string,
): Promise<TracedRun> {
  const trace = join(folder, "strace.txt");
  const options = ["-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", trace];
  const result = await run("strace", [...options, "--", path, ...args], folder).catch((cause) => {
    throw new Error("Cannot trace an executable: apt-get install strace", { cause });
  });
  const fileCalls = (await Deno.readTextFile(trace)).split("\n");
  if (!fileCalls.some((line) => line.includes(`execve("${path}"`))) {
    throw new Error(`Cannot trace ${path}: ${result.stderr}`);
  }
  return { ...result, fileCalls };
}

/** The calls that name what an executable looks for in the temporary directory, where anyone may write. */
export function temporaryCalls({ fileCalls }: TracedRun): string[] {
  return fileCalls.filter((line) => line.includes("deno-compile-"));
}
