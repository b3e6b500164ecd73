import { type BigIntStats, fstatSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import type { Sha256Stream } from "../crypto/sha256.ts";
import type { OpenFile } from "./open_regular_file.ts";

/** Large enough to keep the overhead of reading low, small enough for the CPU cache. */
const CHUNK_BYTES = 1024 * 1024;

/** Receives the length of each chunk that was hashed, and the chunk itself unless another thread hashed it. */
export type OnBytes = (count: number, chunk?: Uint8Array) => void;

/**
 * Adds the bytes of an open file to a hash, streamed: one chunk is read, on another thread, while one is hashed. A file in
 * chunks is read from where its descriptor is. Returns false if the file's size or times changed meanwhile.
 */
export async function feedFile(
  hash: Sha256Stream,
  file: OpenFile,
  onBytes: OnBytes,
): Promise<boolean> {
  if (!isChunked(file)) return feedAtOnce(hash, file, onBytes);
  await feedReadingAhead(hash, file, onBytes);
  return isAsOpened(file);
}

/** The same on this thread alone, which takes less of the processor: for where the other threads have work of their own. */
export function feedFileAlone(hash: Sha256Stream, file: OpenFile, onBytes: OnBytes): boolean {
  if (!isChunked(file)) return feedAtOnce(hash, file, onBytes);
  feedInTurn(hash, file, onBytes);
  return isAsOpened(file);
}

/** Whether a file is read in chunks, and not in a single call. */
export function isChunked({ stat }: OpenFile): boolean {
  return stat.size >= CHUNK_BYTES;
}

/** Reads and hashes a small file synchronously, which is faster than waiting for another thread. */
function feedAtOnce(hash: Sha256Stream, file: OpenFile, onBytes: OnBytes): boolean {
  const size = Number(file.stat.size);
  const bytes = readWhole(file.descriptor, size);
  hash.update(bytes);
  if (bytes.length > 0) onBytes(bytes.length, bytes);
  // Some of FUSE's and the kernel's own files have a size of 0 all the time.
  return bytes.length <= size && isAsOpened(file);
}

/** The bytes of a file of this size, and one more if it has grown: no further read is needed to see its end. */
function readWhole(descriptor: number, size: number): Uint8Array {
  const buffer = new Uint8Array(size + 1);
  let filled = 0;
  while (true) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, filled);
    filled += count;
    if (count === 0 || filled >= size) return buffer.subarray(0, filled);
  }
}

async function feedReadingAhead(
  hash: Sha256Stream,
  { descriptor }: OpenFile,
  onBytes: OnBytes,
): Promise<void> {
  let full = new Uint8Array(CHUNK_BYTES);
  let free = new Uint8Array(CHUNK_BYTES);
  let count = await readChunk(descriptor, full);
  while (count > 0) {
    const next = readChunk(descriptor, free);
    const bytes = full.subarray(0, count);
    hash.update(bytes);
    onBytes(count, bytes);
    count = await next;
    [full, free] = [free, full];
  }
}

function feedInTurn(hash: Sha256Stream, { descriptor }: OpenFile, onBytes: OnBytes): void {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let position = 0;;) {
    const count = readSync(descriptor, chunk, 0, chunk.length, position);
    if (count === 0) return;
    const bytes = chunk.subarray(0, count);
    hash.update(bytes);
    onBytes(count, bytes);
    position += count;
  }
}

const readAsync = promisify(read);

/** From where the descriptor is: at a given position Deno 2.7.11 begins to read only once this thread waits. */
async function readChunk(descriptor: number, buffer: Uint8Array): Promise<number> {
  const { bytesRead } = await readAsync(descriptor, buffer, 0, buffer.length, null);
  return bytesRead;
}

function isAsOpened({ descriptor, stat }: OpenFile): boolean {
  return isSameVersion(stat, fstatSync(descriptor, { bigint: true }));
}

/**
 * Whether a file is as it was. Compares ctime too, since a writer can reset mtime. ctime also changes when a file is
 * renamed, linked or removed.
 */
export function isSameVersion(before: BigIntStats, after: BigIntStats): boolean {
  return before.dev === after.dev && before.ino === after.ino && before.size === after.size &&
    before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
}
