import { basename, dirname, join } from "node:path";
import { NO_PREVIOUS_LINE } from "../formats/audit/audit_line.ts";
import { firstPrevious } from "./audit_log_lines.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { type LastLine, readAuditLogTail } from "./audit_log_tail.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";

/** A rotated log: `previous` of its first line, and its last line. */
interface RotatedLog {
  readonly path: string;
  readonly previous: string;
  readonly last: LastLine;
}

const LOOK_ACTION = "look for the end of the rotated audit log";

/** Files next to a log that may be rotated ones: `path.1`, `path-20260128` and so on, sorted. */
export async function rotatedPaths(path: string): Promise<readonly string[]> {
  const [directory, name] = [dirname(path), basename(path)];
  const isRotated = (entry: Deno.DirEntry) =>
    entry.isFile && (entry.name.startsWith(`${name}.`) || entry.name.startsWith(`${name}-`));
  const entries = await Array.fromAsync(Deno.readDir(directory));
  return entries.filter(isRotated).map((entry) => join(directory, entry.name)).sort();
}

/**
 * The hash of the line that a new log continues: the last line of the newest rotated log. Null if there is none;
 * undefined if one of them disappeared because of a rotation in progress.
 */
export async function lastRotatedLine(
  paths: readonly string[],
): Promise<string | null | undefined> {
  const rotated = await rotatedLogs(paths);
  if (rotated.includes("gone")) return undefined;
  return endOf(rotated.filter((log) => log !== null && log !== "gone"));
}

/**
 * The rotated logs whose chain the log at `path` continues, oldest first; `previous` is that of its first line, null of an
 * empty log, which goes on with the newest.
 */
export async function rotatedBefore(
  path: string,
  previous: string | null,
): Promise<readonly string[]> {
  if (previous === NO_PREVIOUS_LINE) return [];
  const logs = await rotatedLogs(await rotatedPaths(path));
  if (logs.includes("gone")) return await rotatedBefore(path, previous);
  const rotated = logs.filter((log) => log !== null && log !== "gone");
  const files: string[] = [];
  let wanted = previous ?? endOf(rotated);
  while (true) {
    const before = rotated.find((log) => log.last.hash === wanted && !files.includes(log.path));
    if (before === undefined) return files;
    files.unshift(before.path);
    wanted = before.previous;
  }
}

/** The hash of the last line of the newest log; null if there is none. */
function endOf(logs: readonly RotatedLog[]): string | null {
  const followed = new Set(logs.map(({ previous }) => previous));
  // A log that another continues is not the newest, whatever the timestamps say.
  const ends = logs.filter(({ last }) => !followed.has(last.hash));
  return ends.sort(newestFirst)[0]?.last.hash ?? null;
}

/** Compares the timestamps in the logs, since a later copy is not a newer log. */
function newestFirst(one: RotatedLog, other: RotatedLog): number {
  return Date.parse(other.last.timestamp) - Date.parse(one.last.timestamp);
}

async function rotatedLogs(paths: readonly string[]) {
  const logs: (RotatedLog | null | "gone")[] = [];
  for (const path of paths) logs.push(await rotatedLog(path));
  return logs;
}

/** Null if the file is not an audit log, or is empty. */
async function rotatedLog(path: string): Promise<RotatedLog | null | "gone"> {
  const file = await Deno.open(path, { read: true }).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return null;
    throw toIoError(error, LOOK_ACTION, path);
  });
  if (file === null) return "gone";
  try {
    // A process that opened it before the rotation may still be writing its last line.
    await lockAuditLog(file, path);
    const last = (await readAuditLogTail(file))?.last ?? null;
    const previous = last && await firstPrevious(file);
    return last === null || previous === null ? null : { path, previous, last };
  } finally {
    file.close();
  }
}
