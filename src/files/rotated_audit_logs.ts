import { basename, dirname, join } from "node:path";
import { NO_PREVIOUS_LINE, previousOfAuditLine } from "../formats/audit_line.ts";
import { linesOf } from "./audit_log_lines.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { type LastLine, readAuditLogTail } from "./audit_log_tail.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";
import { openAuditLogToRead } from "./open_audit_log.ts";

/** A log that was moved away, as logrotate does, and its last line. */
interface RotatedLog {
  readonly path: string;
  readonly last: LastLine;
}

/**
 * The hash of the line that a new log at `path` goes on from: the last one of the newest log that was moved away from
 * there, to `path.1` or `path-20260128` or the like. Null where there is none.
 */
export async function lastRotatedLine(path: string): Promise<string | null> {
  let newest: RotatedLog | null = null;
  for (const log of await rotatedLogs(path)) {
    if (newest === null || isNewer(log, newest)) newest = log;
  }
  return newest?.last.hash ?? null;
}

/** The log at `path` and, before it and oldest first, the rotated ones whose chain it goes on with. */
export async function auditLogFiles(path: string, action: string): Promise<readonly string[]> {
  const files = [path];
  let previous = await previousOfFirstLine(path, action);
  if (previous === null || previous === NO_PREVIOUS_LINE) return files;
  const rotated = await rotatedLogs(path);
  while (true) {
    const before = rotated.find((log) => log.last.hash === previous && !files.includes(log.path));
    if (before === undefined) return files;
    files.unshift(before.path);
    previous = await previousOfFirstLine(before.path, action);
  }
}

/** By what the logs themselves say: a copy that was made later is not newer. */
function isNewer({ last, path }: RotatedLog, other: RotatedLog): boolean {
  const [moment, otherMoment] = [Date.parse(last.timestamp), Date.parse(other.last.timestamp)];
  return moment === otherMoment ? path < other.path : moment > otherMoment;
}

async function rotatedLogs(path: string): Promise<readonly RotatedLog[]> {
  const [directory, name] = [dirname(path), basename(path)];
  const found: RotatedLog[] = [];
  for await (const entry of Deno.readDir(directory)) {
    const isRotated = entry.name.startsWith(`${name}.`) || entry.name.startsWith(`${name}-`);
    if (!isRotated || !entry.isFile) continue;
    const rotated = join(directory, entry.name);
    const last = await lastLineOf(rotated);
    if (last !== null) found.push({ path: rotated, last });
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Null for a file that is no audit log, has no line, or is gone: the next rotation may be under way. */
async function lastLineOf(path: string): Promise<LastLine | null> {
  const file = await Deno.open(path, { read: true }).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return null;
    throw toIoError(error, "look for the end of the rotated audit log", path);
  });
  if (file === null) return null;
  try {
    // Whoever opened it before it was moved may still be writing its last line.
    await lockAuditLog(file, path);
    return (await readAuditLogTail(file))?.last ?? null;
  } finally {
    file.close();
  }
}

async function previousOfFirstLine(path: string, action: string): Promise<string | null> {
  const { file, length } = await openAuditLogToRead(path, action);
  try {
    for await (const { bytes } of linesOf(file, length)) {
      const previous = bytes && previousOfAuditLine(bytes);
      if (previous !== null) return previous;
    }
    return null;
  } finally {
    file.close();
  }
}
