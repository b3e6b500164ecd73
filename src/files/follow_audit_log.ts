import { CloacinaError } from "../errors.ts";
import { auditLineReader, type ReadAuditLine } from "./audit_line_reader.ts";
import { CHUNK_BYTES, firstPrevious, lineSplitter } from "./audit_log_lines.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { toIoError } from "./io_error.ts";
import { openAuditLogToRead } from "./open_audit_log.ts";
import { READ_ACTION } from "./read_audit_log.ts";

const PAUSE_MS = 200;

/** A log that is being followed. */
interface FollowedLog {
  readonly path: string;
  readonly file: Deno.FsFile;
  /** Lines added since the last call; on the last call, including an unterminated one. */
  readonly newLines: (isLast: boolean) => AsyncGenerator<ReadAuditLine>;
}

/**
 * The lines of a log, then each new line, until the signal is aborted. Yields null when it has caught up. A rotated log
 * is read to its end, then the new log at the path is followed.
 */
export async function* followAuditLog(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<ReadAuditLine | null> {
  let log = await open(path);
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
    if (error instanceof CloacinaError && error.code === "file_not_found") return null;
    throw error;
  });
}

async function open(path: string): Promise<FollowedLog> {
  const { file } = await openAuditLogToRead(path, READ_ACTION);
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
