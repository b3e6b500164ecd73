import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import { sha256Hex } from "../crypto/sha256.ts";
import type { AuditEvent } from "../domain/audit_event.ts";
import { namesDirectory } from "../domain/names_directory.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { NO_PREVIOUS_LINE, serializeAuditLine } from "../formats/audit/audit_line.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { readAuditLogTail } from "./audit_log_tail.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";
import { makeDirectoryDurably } from "./make_directory_durably.ts";
import { requireSpace } from "./require_space.ts";
import { lastRotatedLine, rotatedPaths } from "./rotated_audit_logs.ts";
import { syncDirectoryNow } from "./sync_directory.ts";

const ACTION = "write the audit log";

/** An audit log that several processes may append to concurrently. */
export interface AuditLog {
  /**
   * Appends one line per event, in order, and returns when they are on disk. Throws coded errors; then the lines must
   * be treated as not written.
   */
  readonly append: (events: readonly AuditEvent[], actor: string) => Promise<void>;
  /** Throws the error that an append would throw now. Appends nothing. */
  readonly requireWritable: () => Promise<void>;
}

/** Events and their actor. */
interface Entry {
  readonly events: readonly AuditEvent[];
  readonly actor: string;
}

/** A batch of entries, written with a single sync. */
interface Turn {
  readonly entries: Entry[];
  readonly done: Promise<void>;
}

/** What the next line follows: the hash of the last complete line, and whether an unterminated line precedes it. */
interface Tail {
  readonly previous: string;
  readonly isOpen: boolean;
}

/** The log as this process left it: its file, which stays open, and what it ended with when it had so many bytes. */
interface KeptLog {
  readonly file: Deno.FsFile;
  readonly size: number;
  readonly tail: Tail;
}

/**
 * The audit log at `path`, created on the first write (0600, its directory 0700), and only ever appended to. Each line
 * has the SHA-256 of the previous complete line; the first, that of the last line of the rotated log. The next writer
 * terminates a line that a crash left incomplete; it is not part of the chain, and verification reports it. The file
 * stays open between batches, and its end is read again where another process has written.
 */
export function openAuditLog(path: string, now: () => Date): AuditLog {
  // Batches of this process are written in order; only processes compete for the lock.
  let lastTurn: Promise<void> = Promise.resolve();
  let nextTurn: Turn | undefined;
  let kept: KeptLog | null = null;
  const writeTurn = async (entries: readonly Entry[]) => {
    try {
      // Entries that arrive while the lock is waited for are part of the batch.
      const log = await lockLog(path, kept).finally(() => [nextTurn, kept] = [undefined, null]);
      kept = await append(log, entries, now);
    } catch (error) {
      throw toIoError(error, ACTION, path);
    }
  };
  const planTurn = (): Turn => {
    const entries: Entry[] = [];
    const done = lastTurn.then(() => writeTurn(entries));
    lastTurn = done.catch(() => {});
    return { entries, done };
  };
  return {
    append: async (events, actor) => {
      if (events.length === 0) return;
      // Entries that arrive during a sync form the next batch, and share its sync and its failure.
      nextTurn ??= planTurn();
      nextTurn.entries.push({ events, actor });
      await nextTurn.done;
    },
    requireWritable: async () => {
      try {
        const { file } = await openLocked(path);
        file.close();
        await requireSpace(path, ACTION);
      } catch (error) {
        throw toIoError(error, ACTION, path);
      }
    },
  };
}

/** Appends to a locked log, and unlocks it. Closes it where that fails, as nobody knows what it ends with then. */
async function append(
  { file, size, tail }: KeptLog,
  entries: readonly Entry[],
  now: () => Date,
): Promise<KeptLog> {
  try {
    const { bytes, previous } = toLines(tail, entries, now());
    // Only the sync waits for the disk; for the other calls, another thread would cost more than they do.
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
    await file.sync();
    file.unlockSync();
    return { file, size: size + bytes.length, tail: { previous, isOpen: false } };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Locks the log that is open already; if another file is at the path now, as after a rotation, that one. */
async function lockLog(path: string, kept: KeptLog | null): Promise<KeptLog> {
  const open = kept && await lockFile(kept.file, path, kept);
  return open ?? await openLocked(path);
}

/** Opens and locks the log. If it was rotated meanwhile, as by logrotate, the new log is opened. */
async function openLocked(path: string): Promise<KeptLog> {
  while (true) {
    const log = await lockFile(await openLog(path), path, null);
    if (log !== null) return log;
  }
}

/** Locks an open log, and reads its end if it is not `known`. Null, and closed, if it was rotated meanwhile. */
async function lockFile(
  file: Deno.FsFile,
  path: string,
  known: KeptLog | null,
): Promise<KeptLog | null> {
  try {
    await lockAuditLog(file, path);
    const size = sizeAt(file, path);
    if (known !== null && size === known.size) return known;
    const tail = size === null ? null : await readTail(file, path);
    if (size !== null && tail !== null) return { file, size, tail };
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return null;
}

/** Deno cannot open a file without following links, so the path is checked before, and again under the lock. */
async function openLog(path: string): Promise<Deno.FsFile> {
  // Deno would make a file of that name, or a directory.
  if (namesDirectory(path)) throw notOrdinary(path, false);
  const stat = await lstat(path).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return null;
    throw error;
  });
  if (stat === null) return await createLog(path);
  if (!stat.isFile()) throw notOrdinary(path, stat.isSymbolicLink());
  return await Deno.open(path, { read: true, append: true }).catch((error) => {
    // It was rotated since the check.
    if (isErrorNumber(error, "ENOENT")) return openLog(path);
    throw error;
  });
}

/** Creates the log without following a link; if another process was faster, opens its log. */
async function createLog(path: string): Promise<Deno.FsFile> {
  const directory = dirname(path);
  makeDirectoryDurably(directory, 0o700);
  const options = { read: true, append: true, createNew: true, mode: 0o600 };
  const file = await Deno.open(path, options).catch((error) => {
    if (isErrorNumber(error, "EEXIST")) return null;
    throw error;
  });
  if (file === null) return await openLog(path);
  await syncDirectoryNow(directory).catch((error) => {
    file.close();
    throw error;
  });
  return file;
}

/** The size of the file in bytes; null if the path leads to another one, or to none. */
function sizeAt(file: Deno.FsFile, path: string): number | null {
  const [opened, named] = [file.statSync(), lookAt(path)];
  const isSame = named !== null && named.isFile && named.ino === opened.ino &&
    named.dev === opened.dev;
  return isSame ? opened.size : null;
}

function lookAt(path: string): Deno.FileInfo | null {
  try {
    return Deno.lstatSync(path);
  } catch {
    return null;
  }
}

function notOrdinary(path: string, isLink: boolean): CloacinaError {
  const state = isLink
    ? "it is a symbolic link, which is not followed"
    : "it is not a regular file";
  return new CloacinaError("invalid_request", `Cannot ${ACTION} ${quoted(path)}: ${state}`, {
    hint: "name a file with --audit-log",
  });
}

/**
 * What the next line follows; null if the log was rotated meanwhile. Throws if the file is not an audit log, so that
 * nothing is appended to a file named by mistake.
 */
async function readTail(file: Deno.FsFile, path: string): Promise<Tail | null> {
  const tail = await readAuditLogTail(file);
  if (tail === null) throw notAuditLog(path);
  const { last, isOpen } = tail;
  const previous = last === null ? await rotatedTail(file, path) : last.hash;
  return previous === undefined ? null : { previous, isOpen };
}

/**
 * The hash of the last rotated line, which this log continues; undefined if this log itself was rotated while the
 * others were listed. Writers only wait for the locks of older logs, so there is no deadlock.
 */
async function rotatedTail(file: Deno.FsFile, path: string): Promise<string | undefined> {
  const older = await rotatedPaths(path);
  if (sizeAt(file, path) === null) return undefined;
  const line = await lastRotatedLine(older);
  return line === null ? NO_PREVIOUS_LINE : line;
}

function notAuditLog(path: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot ${ACTION} ${quoted(path)}: it is not an audit log`,
    {
      hint: "name another file with --audit-log; nothing was written to this one",
    },
  );
}

function toLines(
  tail: Tail,
  entries: readonly Entry[],
  timestamp: Date,
) {
  const parts = tail.isOpen ? ["\n"] : [];
  let { previous } = tail;
  for (const { events, actor } of entries) {
    for (const event of events) {
      const line = serializeAuditLine(event, { timestamp, actor, previous });
      parts.push(line, "\n");
      previous = sha256Hex(new TextEncoder().encode(line));
    }
  }
  return { bytes: new TextEncoder().encode(parts.join("")), previous };
}
