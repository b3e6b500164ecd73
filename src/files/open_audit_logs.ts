import type { AuditLogFiles } from "../domain/audit_chain.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError, hasCode } from "../errors.ts";
import { firstPrevious } from "./audit_log_lines.ts";
import { toIoError } from "./io_error.ts";
import { readAuditLogTail } from "./audit_log_tail.ts";
import { type OpenAuditLog, openAuditLogToRead } from "./open_audit_log.ts";
import { rotatedBefore } from "./rotated_audit_logs.ts";

/** Whoever rotates a log more often in a row does nothing else. */
const MAX_TRIES = 8;

/**
 * Opens the files of a log, oldest first, all before one is read: a rotation then leaves no gap. The caller closes them.
 */
export async function openAuditLogs(
  files: AuditLogFiles,
  action: string,
): Promise<readonly OpenAuditLog[]> {
  if (typeof files !== "string") return await openAll(files, action);
  for (let tries = 1;; tries++) {
    const logs = await openFound(files, action).catch((error) => {
      if (tries === MAX_TRIES || !hasCode(error, "file_not_found")) throw error;
      return null;
    });
    if (logs !== null) return logs;
    if (tries === MAX_TRIES) throw rotatedAgain(files, action);
  }
}

/** The log at a path, whatever it is called by now, and those before it. Null if they got other names meanwhile. */
async function openFound(path: string, action: string): Promise<readonly OpenAuditLog[] | null> {
  const logs = [await openAuditLogToRead(path, action)];
  try {
    const older = await rotatedBefore(path, await firstPrevious(logs[0]!.file));
    logs.unshift(...await openAll(older, action));
    if (await isOneChain(logs)) return logs;
  } catch (error) {
    closeAuditLogs(logs);
    throw toIoError(error, action, path);
  }
  closeAuditLogs(logs);
  return null;
}

/** Whether each goes on with the one before it; only the last may be empty yet. */
async function isOneChain(logs: readonly OpenAuditLog[]): Promise<boolean> {
  for (const [at, { file }] of logs.slice(1).entries()) {
    const previous = await firstPrevious(file);
    const before = await readAuditLogTail(logs[at]!.file);
    if (previous !== null && previous !== before?.last?.hash) return false;
  }
  return true;
}

async function openAll(paths: readonly string[], action: string): Promise<readonly OpenAuditLog[]> {
  const logs: OpenAuditLog[] = [];
  try {
    for (const path of paths) logs.push(await openAuditLogToRead(path, action));
    return logs;
  } catch (error) {
    closeAuditLogs(logs);
    throw error;
  }
}

/** Closes the files of a log. */
export function closeAuditLogs(logs: readonly OpenAuditLog[]): void {
  for (const { file } of logs) file.close();
}

function rotatedAgain(path: string, action: string): CloacinaError {
  const message = `Cannot ${action} ${quoted(path)}: it is rotated again and again`;
  return new CloacinaError("io_failed", message, { hint: "run the command again" });
}
