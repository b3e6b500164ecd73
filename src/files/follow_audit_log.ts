import type { AuditLogFiles } from "../domain/audit_chain.ts";
import { hasCode } from "../errors.ts";
import { auditLineReader, type ReadAuditLine } from "./audit_line_reader.ts";
import { CHUNK_BYTES, firstPrevious, lineSplitter } from "./audit_log_lines.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { toIoError } from "./io_error.ts";
import { type OpenAuditLog, openAuditLogToRead } from "./open_audit_log.ts";
import { closeAuditLogs, openAuditLogs } from "./open_audit_logs.ts";
import { READ_ACTION, readOpenAuditLog } from "./read_audit_log.ts";

const PAUSE_MS = 200;

/** A log that is being followed. */
interface FollowedLog {
  readonly path: string;
  readonly file: Deno.FsFile;
  /** Lines added since the last call; on the last call, including an unterminated one. */
  readonly newLines: (isLast: boolean) => AsyncGenerator<ReadAuditLine>;
}

/**
 * The lines of a log, then each line that is added to its last file, until the signal is aborted. Yields null when it has
 * caught up. A rotated log is read to its end, then the new log at the path is followed.
 */
export async function* followAuditLog(
  files: AuditLogFiles,
  signal: AbortSignal,
): AsyncGenerator<ReadAuditLine | null> {
  const logs = await openAuditLogs(files, READ_ACTION);
  const [older, last] = [logs.slice(0, -1), logs.at(-1)!];
  try {
    for (const log of older) yield* readOpenAuditLog(log);
  } finally {
    closeAuditLogs(older);
  }
  yield* followOpen(last, signal);
}

async function* followOpen(
  opened: OpenAuditLog,
  signal: AbortSignal,
): AsyncGenerator<ReadAuditLine | null> {
  const { path } = opened;
  let log = await follow(opened);
  try {
    while (!signal.aborted) {
      yield* log.newLines(false);
      const next = await isReplaced(log) ? await openIfThere(path) : null;
      if (next !== null) {
        const before = log;
        log = next;
        yield* lastLinesOf(before);
        continue;
      }
      yield null;
      await pause(signal);
    }
  } catch (error) {
    throw toIoError(error, READ_ACTION, path);
  } finally {
    log.file.close();
  }
}

/** A process that opened the log before it was rotated may still be writing, and holds its lock. */
async function* lastLinesOf({ path, file, newLines }: FollowedLog): AsyncGenerator<ReadAuditLine> {
  try {
    await lockAuditLog(file, path);
    yield* newLines(true);
  } finally {
    file.close();
  }
}

async function openIfThere(path: string): Promise<FollowedLog | null> {
  return await open(path).catch((error) => {
    if (hasCode(error, "file_not_found")) return null;
    throw error;
  });
}

async function open(path: string): Promise<FollowedLog> {
  return await follow(await openAuditLogToRead(path, READ_ACTION));
}

async function follow({ path, file }: OpenAuditLog): Promise<FollowedLog> {
  let toRead = auditLineReader(path, await firstPrevious(file) !== null);
  let splitter = lineSplitter();
  let offset = 0;
  const rewind = () => {
    toRead = auditLineReader(path, false);
    splitter = lineSplitter();
    offset = 0;
  };
  return {
    path,
    file,
    async *newLines(isLast) {
      // A log that was copied and truncated is read from its start.
      if ((await file.stat()).size < offset) rewind();
      for await (const chunk of chunksFrom(file, offset)) {
        offset += chunk.length;
        for (const line of splitter.push(chunk)) yield toRead(line);
      }
      if (!isLast) return;
      for (const line of splitter.rest()) yield toRead(line);
    },
  };
}

async function* chunksFrom(file: Deno.FsFile, offset: number): AsyncGenerator<Uint8Array> {
  await file.seek(offset, Deno.SeekMode.Start);
  while (true) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const count = await file.read(chunk);
    if (count === null) return;
    yield chunk.subarray(0, count);
  }
}

/** Whether another file is at the path. If there is none, a rotation is in progress. */
async function isReplaced({ file, path }: FollowedLog): Promise<boolean> {
  const [opened, named] = [await file.stat(), await Deno.stat(path).catch(() => null)];
  return named !== null && (named.ino !== opened.ino || named.dev !== opened.dev);
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, PAUSE_MS);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
