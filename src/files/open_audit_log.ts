import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { AUDIT_LOG_START_BYTES, beginsLikeAuditLog } from "../formats/audit/audit_line.ts";
import { chunksOf } from "./audit_log_lines.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { toIoError } from "./io_error.ts";

/** An audit log that is open for reading, up to `length`; later lines are ignored. */
export interface OpenAuditLog {
  readonly path: string;
  readonly file: Deno.FsFile;
  /** The size in bytes, at a moment when nobody was writing. */
  readonly length: number;
}

/** Opens a log for reading; the caller closes its file. Throws `invalid_request` if it is not an audit log. */
export async function openAuditLogToRead(path: string, action: string): Promise<OpenAuditLog> {
  try {
    await requireRegular(path, action);
    const file = await Deno.open(path, { read: true });
    try {
      const length = await lengthNow(file, path);
      if (length === 0 || await isAuditLog(file, length)) return { path, file, length };
      throw new CloacinaError(
        "invalid_request",
        `Cannot ${action} ${quoted(path)}: it is not an audit log`,
      );
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    throw toIoError(error, action, path);
  }
}

/** Checked first, since opening a FIFO would wait for a writer. */
async function requireRegular(path: string, action: string): Promise<void> {
  if ((await Deno.stat(path)).isFile) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action} ${quoted(path)}: it is not a regular file`,
  );
}

/** The lock can be released at once, since lines are only appended. */
async function lengthNow(file: Deno.FsFile, path: string): Promise<number> {
  await lockAuditLog(file, path);
  const { size } = await file.stat();
  await file.unlock();
  return size;
}

async function isAuditLog(file: Deno.FsFile, length: number): Promise<boolean> {
  for await (const start of chunksOf(file, Math.min(length, AUDIT_LOG_START_BYTES))) {
    return beginsLikeAuditLog(start);
  }
  return false;
}
