import { lstat, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { sha256Hex } from "../crypto/sha256.ts";
import type { AuditEvent } from "../domain/audit_event.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { NO_PREVIOUS_LINE, serializeAuditLine } from "../formats/audit/audit_line.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { readAuditLogTail } from "./audit_log_tail.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";
import { requireSpace } from "./require_space.ts";
import { lastRotatedLine, rotatedPaths } from "./rotated_audit_logs.ts";
import { syncDirectoryNow } from "./sync_directory.ts";
import { writeAll } from "./write_all.ts";

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

/**
 * The audit log at `path`, created on the first write (0600, its directory 0700), and only ever appended to. Each line
 * has the SHA-256 of the previous complete line; the first, that of the last line of the rotated log. The next writer
 * terminates a line that a crash left incomplete; it is not part of the chain, and verification reports it.
 */
export function openAuditLog(path: string, now: () => Date): AuditLog {
  // Batches of this process are written in order; only processes compete for the lock.
  let lastTurn: Promise<void> = Promise.resolve();
  let nextTurn: Turn | undefined;
  const planTurn = (): Turn => {
    const entries: Entry[] = [];
    const done = lastTurn.then(() => {
      nextTurn = undefined;
      return append(path, entries, now);
    });
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

async function append(
  path: string,
  entries: readonly Entry[],
  now: () => Date,
): Promise<void> {
  try {
    const { file, tail } = await openLocked(path);
    try {
      await writeAll(file, toLines(tail, entries, now()));
      await file.sync();
    } finally {
      file.close();
    }
  } catch (error) {
    throw toIoError(error, ACTION, path);
  }
}

/** Opens and locks the log. If it was rotated meanwhile, as by logrotate, the new log is opened. */
async function openLocked(path: string): Promise<{ file: Deno.FsFile; tail: Tail }> {
  while (true) {
    const file = await openLog(path);
    try {
      await lockAuditLog(file, path);
      const tail = await isAt(file, path) ? await readTail(file, path) : null;
      if (tail !== null) return { file, tail };
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

/** Deno cannot open a file without following links, so the path is checked before, and again under the lock. */
async function openLog(path: string): Promise<Deno.FsFile> {
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
  await mkdir(directory, { recursive: true, mode: 0o700 });
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

async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const [opened, named] = [await file.stat(), await Deno.lstat(path).catch(() => null)];
  return named !== null && named.isFile && named.ino === opened.ino && named.dev === opened.dev;
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
  if (!await isAt(file, path)) return undefined;
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
): Uint8Array<ArrayBuffer> {
  const parts = tail.isOpen ? ["\n"] : [];
  let { previous } = tail;
  for (const { events, actor } of entries) {
    for (const event of events) {
      const line = serializeAuditLine(event, { timestamp, actor, previous });
      parts.push(line, "\n");
      previous = sha256Hex(new TextEncoder().encode(line));
    }
  }
  return new TextEncoder().encode(parts.join(""));
}
