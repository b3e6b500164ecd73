import { lstat, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { AuditEvent } from "../domain/audit_event.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { NO_PREVIOUS_LINE, serializeAuditLine } from "../formats/audit/audit_line.ts";
import { lockAuditLog } from "./audit_log_lock.ts";
import { hashOfLine, readAuditLogTail } from "./audit_log_tail.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";
import { requireSpace } from "./require_space.ts";
import { lastRotatedLine, rotatedPaths } from "./rotated_audit_logs.ts";

const ACTION = "write the audit log";

/** An audit log that several processes may append to at once. */
export interface AuditLog {
  /** Appends one line an event, in order, and returns when they are on the disk. Throws coded errors; then nothing counts as written. */
  readonly append: (events: readonly AuditEvent[], actor: string) => Promise<void>;
  /** Throws what an append would throw that comes now. Nothing is appended. */
  readonly requireWritable: () => Promise<void>;
}

/** Events, and who did what they tell of. */
interface Entry {
  readonly events: readonly AuditEvent[];
  readonly actor: string;
}

/** What the next turn writes, with one sync for all of it. */
interface Turn {
  readonly entries: Entry[];
  readonly done: Promise<void>;
}

/** What the next line follows: the hash of the last whole line, and whether bytes without a newline stand before it. */
interface Tail {
  readonly previous: string;
  readonly isOpen: boolean;
}

/**
 * The audit log at `path`, made when it is first written to (0600, its directory 0700). Each line carries the SHA-256
 * of the whole line before it; the first one that of the last line of the log that was moved away from there. Bytes that
 * a crash left without their newline get one from the next writer, and are no part of the chain: verification reports
 * them, and work goes on. Nothing is ever taken away or changed.
 */
export function openAuditLog(path: string, now: () => Date): AuditLog {
  // In this process one turn after the other; only among processes is there a race for the lock.
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
      // While one turn waits for the disk, all that comes gathers for the next: they share its sync, and its failure.
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

/** Opens the log and holds its lock. A log that was moved away meanwhile, as logrotate does, is opened anew. */
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

/** Deno cannot open without following a link, so the path is looked at before, and again under the lock. */
async function openLog(path: string): Promise<Deno.FsFile> {
  const stat = await lstat(path).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return null;
    throw error;
  });
  if (stat === null) return await createLog(path);
  if (!stat.isFile()) throw notOrdinary(path, stat.isSymbolicLink());
  return await Deno.open(path, { read: true, append: true }).catch((error) => {
    // It was moved away since it was looked at.
    if (isErrorNumber(error, "ENOENT")) return openLog(path);
    throw error;
  });
}

/** Creates the log, and never follows a link; where another process was first, its log is opened. */
async function createLog(path: string): Promise<Deno.FsFile> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const options = { read: true, append: true, createNew: true, mode: 0o600 };
  const file = await Deno.open(path, options).catch((error) => {
    if (isErrorNumber(error, "EEXIST")) return null;
    throw error;
  });
  if (file === null) return await openLog(path);
  await syncDirectory(directory).catch((error) => {
    file.close();
    throw error;
  });
  return file;
}

async function syncDirectory(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const directory = await open(path, "r");
  await directory.sync().finally(() => directory.close());
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
 * What the next line follows; null where the log was moved away meanwhile. Nothing is ever appended to somebody's file
 * that was named by mistake.
 */
async function readTail(file: Deno.FsFile, path: string): Promise<Tail | null> {
  const tail = await readAuditLogTail(file);
  if (tail === null) throw notAuditLog(path);
  const { last, isOpen } = tail;
  const previous = last === null ? await rotatedTail(file, path) : last.hash;
  return previous === undefined ? null : { previous, isOpen };
}

/**
 * The logs that were moved away before this one began: it is still in its place once they are listed. Each writer waits
 * for the locks of older logs alone, so that no two wait for each other.
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
      previous = hashOfLine(new TextEncoder().encode(line));
    }
  }
  return new TextEncoder().encode(parts.join(""));
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
