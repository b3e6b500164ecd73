import type { Stats } from "node:fs";
import type { Bytes } from "../../crypto/bytes.ts";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
} from "node:fs";
import { isErrorNumber } from "../../files/io_error.ts";
import { requireKeptMode } from "../../files/kept_mode.ts";
import { syncDirectorySync } from "../../files/sync_directory.ts";
import { requireTrustedEntry } from "../../files/trusted_place.ts";
import { writeAllSync } from "../../files/write_all.ts";
import { corrupt, toStoreError } from "./store_error.ts";

// The one file of this back end that touches records on the disk, with synchronous calls: on small local files they are
// ten times as fast as promises, and nothing else in this process runs between the steps of a change.

// Without O_NONBLOCK, opening a FIFO waits for a writer for ever. Windows has no such flag.
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const PRIVATE = 0o600;
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/**
 * The bytes of a regular file, or null where there is none. A link, a FIFO or a larger file is `store_corrupt`, one
 * that others may write `insufficient_permissions`.
 */
export function readFile(path: string, limit: number): Bytes | null {
  const stat = lookAt(path);
  if (stat === null) return null;
  requireOrdinary(stat, path);
  requireTrustedEntry(stat, path, "read");
  return attempt("read", path, () => {
    const file = orNull("ENOENT", () => openSync(path, READ));
    if (file === null) return null;
    try {
      return readAll(file, path, limit);
    } finally {
      closeSync(file);
    }
  });
}

/** The names in a folder, without dot files, which other programs leave. None where there is no such folder. */
export function readNames(path: string): readonly string[] {
  return attempt("read", path, () => {
    const stat = lookAt(path);
    if (stat === null) return [];
    if (!stat.isDirectory()) throw corrupt(path, "it is not a directory");
    requireTrustedEntry(stat, path, "read");
    return Array.from(Deno.readDirSync(path), ({ name }) => name).filter(isOurs);
  });
}

/** What is at a path, without following a link; null where there is nothing. */
export function lookAt(path: string): Stats | null {
  return attempt("look at", path, () => lstatSync(path, { throwIfNoEntry: false }) ?? null);
}

/**
 * Writes a new file, 0600 or it is an error, and returns when its bytes are on the disk; its name is not durable yet.
 */
export function writeNewFile(path: string, bytes: Uint8Array): void {
  attempt("write", path, () => {
    const file = openSync(path, CREATE, PRIVATE);
    try {
      requireKeptMode(file, PRIVATE, path);
      writeAllSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/** Renames a file, and replaces any file of that name. */
export function renameFile(from: string, to: string): void {
  attempt("write", to, () => renameSync(from, to));
}

/** Removes a file, if it is there. */
export function removeFile(path: string): void {
  attempt("remove", path, () => orNull("ENOENT", () => unlinkSync(path)));
}

/** Makes a folder, 0700, if it is not there; its name is not durable yet. */
export function makeFolder(path: string): void {
  if (lookAt(path) !== null) return;
  attempt("create", path, () => orNull("EEXIST", () => mkdirSync(path, 0o700)));
}

/** Makes the names in a folder durable. */
export function syncFolder(path: string): void {
  attempt("sync", path, () => syncDirectorySync(path));
}

/**
 * Looked at before it is opened: O_NOFOLLOW is of no use, because the runtime itself follows links before it opens a
 * file, unless it was given all permissions. Between the two, only the directory's owner could put a link there.
 */
function requireOrdinary(stat: Stats, path: string): void {
  if (stat.isFile()) return;
  const isLink = stat.isSymbolicLink();
  throw corrupt(
    path,
    isLink ? "it is a symbolic link, which is not followed" : "it is not a regular file",
  );
}

function readAll(file: number, path: string, limit: number): Bytes {
  const { size } = fstatSync(file);
  if (size > limit) throw corrupt(path, `it has ${size} bytes, and ${limit} is the most`);
  // One more byte shows the end in a single read.
  const buffer = new Uint8Array(size + 1);
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(file, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  if (filled > size) throw corrupt(path, "it grew while it was read");
  return buffer.subarray(0, filled);
}

function isOurs(name: string): boolean {
  return !name.startsWith(".");
}

function orNull<Result>(number: string, work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (isErrorNumber(error, number)) return null;
    throw error;
  }
}

function attempt<Result>(action: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error, action, path);
  }
}
