import { CloacinaError } from "../../src/errors.ts";
import { answerOf } from "../bench/installed.ts";

/** proc(5): Linux counts in hundredths of a second on every architecture that Deno runs on. */
const TICKS_A_SECOND = 100;

/** The user and system time of a process so far, in seconds. Uses `cat`, because Deno requires all permissions to read /proc. */
export async function processorTimeOf(pid: number): Promise<number> {
  const seconds = parseStat(await answerOf(["cat", `/proc/${pid}/stat`]) ?? "");
  if (seconds !== null) return seconds;
  throw new CloacinaError("io_failed", `Cannot read the times of process ${pid}: it is gone`);
}

/** Parses the user and system time in /proc/PID/stat, in seconds; null if it is missing. */
export function parseStat(text: string): number | null {
  // The name of the program, in parentheses, may have spaces; after it, the state is field 3, the times are 14 and 15.
  const fields = text.slice(text.lastIndexOf(")") + 1).trim().split(" ");
  const [user, system] = [fields[11], fields[12]];
  return user === undefined || system === undefined
    ? null
    : (Number(user) + Number(system)) / TICKS_A_SECOND;
}
