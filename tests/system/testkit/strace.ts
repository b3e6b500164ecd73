/** A system call on a file of the folder under test: the `count`-th of its name on its path. */
export interface Call {
  readonly name: string;
  /** Relative to the folder; "" is the folder itself. */
  readonly path: string;
  readonly count: number;
}

/** What to do to system calls: inject expressions of strace, applied to calls that touch one of the paths. */
export interface Fault {
  readonly paths: readonly string[];
  /** Such as "fsync:error=EIO:when=1" or "rename:signal=KILL". */
  readonly injections: readonly string[];
  /** Further calls to trace, such as "read". */
  readonly others?: readonly string[];
}

/** How a traced command ended; a killed one has 137. */
export interface TracedRun {
  readonly code: number;
  readonly stdout: string;
  readonly trace: string;
}

/** Whatever can change a file or its name. "?" because some of them do not exist on every processor. */
const TRACED =
  "openat,write,fsync,close,statx,?link,linkat,?rename,?renameat,renameat2,?unlink,unlinkat";

/** Runs a command under the real strace, which must be installed, with or without a fault. */
export async function runTraced(
  command: readonly string[],
  { paths, injections, others = [] }: Fault = { paths: [], injections: [] },
): Promise<TracedRun> {
  const log = await Deno.makeTempFile({ prefix: "cloacina-test-strace-" });
  try {
    // Not --seccomp-bpf: it is faster, and misses injected signals.
    const args = ["-f", "-qq", "-y", "-s", "0", "-o", log, "-e", `trace=${[TRACED, ...others]}`]
      .concat(paths.flatMap((path) => ["-P", path]))
      .concat(injections.flatMap((injection) => ["-e", `inject=${injection}`]), command);
    const { code, stdout } = await new Deno.Command("strace", { args, stdin: "null" }).output()
      .catch((error) => {
        throw new Error("Cannot run strace: apt-get install -y strace", { cause: error });
      });
    const trace = await Deno.readTextFile(log);
    return { code, stdout: new TextDecoder().decode(stdout), trace };
  } finally {
    await Deno.remove(log);
  }
}

/** The calls of a trace that touch the folder, in their order, each under the first path that it names. */
export function callsIn(trace: string, folder: string): readonly Call[] {
  const seen = new Map<string, number>();
  return trace.split("\n").flatMap((line) => {
    const name = /^\d+ +(\w+)\(/.exec(line)?.[1];
    const path = pathsIn(line).find((path) => path === folder || path.startsWith(`${folder}/`));
    if (name === undefined || path === undefined) return [];
    const count = (seen.get(`${name} ${path}`) ?? 0) + 1;
    seen.set(`${name} ${path}`, count);
    return [{ name, path: path.slice(folder.length + 1), count }];
  });
}

/** Every path of a line: in quotes as an argument, in angle brackets as what a descriptor stands for. */
function pathsIn(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]+)"|\d<([^>]+)>/g), ([, name, opened]) => name ?? opened!);
}
