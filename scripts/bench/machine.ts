import { cpus } from "node:os";
import { answerOf } from "./installed.ts";

/** The machine that was measured, without its host name. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** The version of the kernel, without the distribution's suffix. */
  readonly kernel: string;
  readonly fileSystem: string;
  /** The load average of the last minute before the run. */
  readonly load: number;
}

/** Reads what the system runs on, and the type of a folder's file system. */
export async function readMachine(folder: string): Promise<Machine> {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    kernel: /^\d+(\.\d+)*/.exec(Deno.osRelease())?.[0] ?? "unknown",
    fileSystem: await fileSystemOf(folder),
    load: Deno.loadavg()[0]!,
  };
}

/** The type that `df` prints; "unknown" for a `df` without `--output`. */
async function fileSystemOf(folder: string): Promise<string> {
  const answer = await answerOf(["df", "--output=fstype", folder]) ?? "";
  return /^Type\n(\S+)\n$/.exec(answer)?.[1] ?? "unknown";
}
