import { CloacinaError } from "../../src/errors.ts";
import { answerOf } from "../bench/installed.ts";

/** The resident memory of a process, in KiB: now, and at its peak. */
export interface ResidentMemory {
  readonly now: number;
  readonly peak: number;
}

/** Reads the memory of a process. Uses `cat`, because Deno requires all permissions to read /proc. */
export async function residentMemoryOf(pid: number): Promise<ResidentMemory> {
  const memory = parseStatus(await answerOf(["cat", `/proc/${pid}/status`]) ?? "");
  if (memory !== null) return memory;
  throw new CloacinaError("io_failed", `Cannot read the memory of process ${pid}: it is gone`);
}

/** Parses the resident memory in /proc/PID/status; null if it is missing. */
export function parseStatus(text: string): ResidentMemory | null {
  const now = /^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1];
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(text)?.[1];
  return now === undefined || peak === undefined ? null : { now: Number(now), peak: Number(peak) };
}
