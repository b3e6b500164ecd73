import { cpus } from "node:os";
import { answerOf } from "./installed.ts";

/** The machine that was measured, without its name. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** The numbers of the kernel's release; what follows them is the builder's own. */
  readonly kernel: string;
  readonly fileSystem: string;
  /** The load average of the last minute, when it was asked: what the machine does besides. */
  readonly load: number;
}

/** Asks the system what it runs on, and what file system a folder is on. */
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

/** The last line of what `df` says; where that knows no such option, nobody knows. */
async function fileSystemOf(folder: string): Promise<string> {
  const answer = await answerOf(["df", "--output=fstype", folder]) ?? "";
  return /^Type\n(\S+)\n$/.exec(answer)?.[1] ?? "unknown";
}
