import { packageOf } from "./system_programs.ts";

/** What one command line left behind. A command that a signal ended has 128 + the signal's number. */
export interface ShellResult {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly code: number;
  /** True if the deadline passed: then everything was killed, and `code` says nothing. */
  readonly expired: boolean;
}

export interface ShellOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds from the start until everything is killed. */
  readonly deadline: number;
}

/**
 * Runs `line` as a person would type it at `sh`, with /dev/null as stdin, no terminal, and umask
 * 022. Always returns: at the deadline the command's process group is killed. Nothing in that group
 * outlives the call.
 */
export async function runShell(line: string, options: ShellOptions): Promise<ShellResult> {
  // One line, so that the shell's own messages still count the lines as the person wrote them.
  const child = startSession(["sh", "-c", `umask 022; ${line}`], options, "null");
  const streams = [collect(child.stdout), collect(child.stderr)] as const;
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    killGroup(child.pid);
    // A process that left the group may still hold the pipes: their end is not waited for.
    streams.forEach((stream) => stream.cancel());
  }, options.deadline);
  const { code } = await child.status;
  killGroup(child.pid);
  const [stdout, stderr] = await Promise.all([streams[0].bytes, streams[1].bytes]);
  clearTimeout(timer);
  return { stdout, stderr, code, expired };
}

/**
 * Starts `command` with exactly this environment, in a session of its own: its group can be killed
 * whole, and it can open no terminal behind our back. In a test below tests/system/, file permissions
 * count for it, even for root.
 */
export function startSession(
  command: readonly string[],
  { cwd, env }: Omit<ShellOptions, "deadline">,
  stdin: "null" | "piped",
): Deno.ChildProcess {
  const [program, ...args] = withoutPrivileges(command);
  const streams = { stdin, stdout: "piped", stderr: "piped" } as const;
  const options = { args, cwd, env, ...streams, clearEnv: true, detached: true };
  try {
    return new Deno.Command(program!, options).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot run ${program}: install ${packageOf(program!)}`, { cause: error });
  }
}

/** Kills the process group of `leader`, if there is one left. */
export function killGroup(leader: number): void {
  try {
    Deno.kill(-leader, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** `text` as one word of `sh`. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Whether the test file that runs is below tests/system/, where every system program may be used. */
const IS_SYSTEM_TEST = Deno.mainModule.includes("/tests/system/");

// Root may read and write anything, so a test of an unreadable file would pass for the wrong
// reason: root's capabilities are dropped, its files stay its own. Anyone else runs the command as
// it is, and so does root on a machine that may be bare: permissions are tested below tests/system/.
function withoutPrivileges(command: readonly string[]): readonly string[] {
  if (Deno.uid() !== 0 || !IS_SYSTEM_TEST) return command;
  return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--", ...command];
}

function collect(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  return { bytes: readAll(reader), cancel: () => void reader.cancel() };
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
