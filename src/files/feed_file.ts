import { type BigIntStats, fstatSync, read } from "node:fs";
import { promisify } from "node:util";
import type { Sha256Stream } from "../crypto/sha256.ts";
import type { OpenFile } from "./open_regular_file.ts";
import { readUpTo } from "./read_small_file.ts";

/** Large enough to keep the overhead of reading low, small enough for the CPU cache. */
const CHUNK_BYTES = 1024 * 1024;

/** Receives the length of each chunk that was hashed, to show progress. */
export type OnBytes = (count: number) => void;

/**
 * Adds the bytes of an open file to a hash, streamed: one chunk is read while another is hashed. Returns false if the
 * file's size or times changed meanwhile.
 */
export async function feedFile(
  hash: Sha256Stream,
  file: OpenFile,
  onBytes: OnBytes,
): Promise<boolean> {
  if (file.stat.size < CHUNK_BYTES) feedAtOnce(hash, file, onBytes);
  else await feedChunks(hash, file, onBytes);
  return isSameVersion(file.stat, fstatSync(file.descriptor, { bigint: true }));
}

/** Reads and hashes a small file synchronously, which is faster than waiting for another thread. */
function feedAtOnce(hash: Sha256Stream, { descriptor, stat }: OpenFile, onBytes: OnBytes): void {
  // One more byte, to detect growth.
  const bytes = readUpTo(descriptor, Number(stat.size) + 1);
  hash.update(bytes);
  if (bytes.length > 0) onBytes(bytes.length);
}

async function feedChunks(
  hash: Sha256Stream,
  { descriptor }: OpenFile,
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

/**
 * Whether a file is as it was. Compares ctime too, since a writer can reset mtime. ctime also changes when a file is
 * renamed, linked or removed.
 */
export function isSameVersion(before: BigIntStats, after: BigIntStats): boolean {
  return before.dev === after.dev && before.ino === after.ino && before.size === after.size &&
    before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs;
}
