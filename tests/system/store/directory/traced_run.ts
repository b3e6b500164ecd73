import { type EndedProcess, runToEnd } from "../../../store/directory/writer_process.ts";

/** A call of the kernel that names a file below a folder. */
export interface TracedCall {
  readonly name: string;
  /** Which call of this name it is of its thread, counted from 1 as strace counts, with those that name other files. */
  readonly nth: number;
  /** The files that it names, in order: by path or by open file. */
  readonly paths: readonly string[];
  /** Whether a fault came in its way: another result, or the death of the process. */
  readonly isHit: boolean;
}

/** A process that ended under strace, and what it asked the kernel for, in order. */
export interface TracedRun extends EndedProcess {
  readonly calls: readonly TracedCall[];
}

/** What to trace, and which fault to put where, as strace spells both. */
export interface Tracing {
  readonly folder: string;
  readonly calls: readonly string[];
  readonly inject?: string;
}

/** Runs a command under strace and keeps the calls that name something below `folder`. */
export async function runTraced(
  command: readonly string[],
  { folder, calls, inject }: Tracing,
): Promise<TracedRun> {
  const trace = await Deno.makeTempFile({ prefix: "cloacina-trace-" });
  try {
    const options = [
      "-f",
      "-qq",
      "-y",
      "-s",
      "4096",
      "-o",
      trace,
      "-e",
      `trace=${calls.join(",")}`,
    ];
    const injection = inject === undefined ? [] : ["-e", `inject=${inject}`];
    // Much faster, but signals do not come through.
    const filter = inject?.includes("signal=") ? [] : ["--seccomp-bpf"];
    const ended = await runToEnd(["strace", ...options, ...filter, ...injection, "--", ...command]);
    return { ...ended, calls: readTrace(await Deno.readTextFile(trace), folder) };
  } finally {
    await Deno.remove(trace);
  }
}

function readTrace(trace: string, folder: string): readonly TracedCall[] {
  const lines = trace.split("\n");
  const counts = new Map<string, number>();
  return lines.flatMap((line, at) => {
    const [start, thread = "", name = ""] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (start === undefined) return [];
    const nth = (counts.get(start) ?? 0) + 1;
    counts.set(start, nth);
    if (!line.includes(folder)) return [];
    const end = endOf(line, thread, lines.slice(at + 1));
    return [{
      name,
      nth,
      paths: pathsIn(line),
      isHit: end.includes("(INJECTED)") || end.endsWith("= ?"),
    }];
  });
}

/** Names stand in quotation marks, and behind the numbers of open files in angle brackets. */
function pathsIn(line: string): readonly string[] {
  return [...line.matchAll(/"(\/[^"]*)"|\d<(\/[^>]*)>/g)].map(([, name, open]) =>
    name ?? open ?? ""
  );
}

/** A call that another thread's call comes in between is told in two lines; the second one has its result. */
function endOf(line: string, thread: string, later: readonly string[]): string {
  if (!line.endsWith("<unfinished ...>")) return line;
  return later.find((next) => next.startsWith(`${thread} `)) ?? "";
}
