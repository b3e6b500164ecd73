import { type BigIntStats, closeSync, fstatSync, read } from "node:fs";
import { promisify } from "node:util";
import { type Sha256Stream, sha256Stream } from "../crypto/sha256.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";
import { type OpenFile, openRegularFile } from "./open_regular_file.ts";
import { readUpTo } from "./read_small_file.ts";

/** Large enough that reading costs little beside hashing, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1024 * 1024;

/** The runtime tells ctime in whole seconds, and FAT keeps two: a change that follows another so soon may not show. */
const TIMES_TELL_AFTER_MS = 2000;

/** Gets the length of each chunk that was hashed, so that long work can show its progress. */
export type OnBytes = (count: number) => void;

/**
 * The SHA-256 of a file, as a stream: two chunks in memory, one being read while the other is hashed. Throws
 * `package_changed` where its size or one of its times moved meanwhile; a file that was changed just before, whose times
 * might not tell, is hashed twice.
 */
export async function hashFile(path: string, onBytes: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  const action = "read the package";
  const file = openRegularFile(path, action);
  try {
    const isFresh = Date.now() - Number(file.stat.ctimeMs) < TIMES_TELL_AFTER_MS;
    const digest = await hashOpened(file, path, onBytes);
    if (isFresh) {
      const again = await hashOpened(file, path, () => {});
      if (again.toHex() !== digest.toHex()) throw changed(path);
    }
    return digest;
  } catch (error) {
    throw toIoError(error, action, path);
  } finally {
    closeSync(file.descriptor);
  }
}

async function hashOpened(
  { descriptor, stat }: OpenFile,
  path: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = sha256Stream();
  if (stat.size < CHUNK_BYTES) hashAtOnce(hash, descriptor, stat, onBytes);
  else await hashChunks(hash, descriptor, onBytes);
  if (hasChanged(stat, fstatSync(descriptor, { bigint: true }))) throw changed(path);
  return hash.digest();
}

/** A small file is read in less time than it takes to wait for another thread. */
function hashAtOnce(
  hash: Sha256Stream,
  descriptor: number,
  { size }: BigIntStats,
  onBytes: OnBytes,
): void {
  // One byte more than it has, to see that it has grown.
  const bytes = readUpTo(descriptor, Number(size) + 1);
  hash.update(bytes);
  if (bytes.length > 0) onBytes(bytes.length);
}

async function hashChunks(
  hash: Sha256Stream,
  descriptor: number,
  onBytes: OnBytes,
): Promise<void> {
  let full = new Uint8Array(CHUNK_BYTES);
  let free = new Uint8Array(CHUNK_BYTES);
  let position = 0;
  let count = await readChunk(descriptor, full, position);
  while (count > 0) {
    position += count;
    const next = readChunk(descriptor, free, position);
    hash.update(full.subarray(0, count));
    onBytes(count);
    count = await next;
    [full, free] = [free, full];
  }
}

const readAsync = promisify(read);

async function readChunk(
  descriptor: number,
  buffer: Uint8Array,
  position: number,
): Promise<number> {
  const { bytesRead } = await readAsync(descriptor, buffer, 0, buffer.length, position);
  return bytesRead;
}

/** Whoever writes can put mtime back, but not ctime; that one moves also when a file is renamed, linked or removed. */
function hasChanged(before: BigIntStats, after: BigIntStats): boolean {
  return before.size !== after.size || before.mtimeNs !== after.mtimeNs ||
    before.ctimeNs !== after.ctimeNs;
}

function changed(path: string): CloacinaError {
  return new CloacinaError(
    "package_changed",
    `Cannot hash the package ${quoted(path)}: it changed while it was read`,
    { hint: "wait until it has been written, then run the command again" },
  );
}
