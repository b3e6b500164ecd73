import { CloacinaError } from "../../src/errors.ts";
import { answerOf } from "../bench/installed.ts";

/** The memory of a process, in KiB: what it holds now, and the most that it ever held. */
export interface ResidentMemory {
  readonly now: number;
  readonly peak: number;
}

/** Reads the memory of a process of this machine's. `cat` reads it, because Deno would ask for all permissions. */
export async function residentMemoryOf(pid: number): Promise<ResidentMemory> {
  const memory = parseStatus(await answerOf(["cat", `/proc/${pid}/status`]) ?? "");
  if (memory !== null) return memory;
  throw new CloacinaError("io_failed", `Cannot read the memory of process ${pid}: it is gone`);
}

/** Reads the lines of /proc/PID/status that are about resident memory; null where they are not there. */
export function parseStatus(text: string): ResidentMemory | null {
  const now = /^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1];
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(text)?.[1];
  return now === undefined || peak === undefined ? null : { now: Number(now), peak: Number(peak) };
}
