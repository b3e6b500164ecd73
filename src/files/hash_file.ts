import { type BigIntStats, closeSync, fstatSync, read } from "node:fs";
import { promisify } from "node:util";
import { type Sha256Stream, sha256Stream } from "../crypto/sha256.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";
import { type OpenFile, openRegularFile } from "./open_regular_file.ts";
import { readUpTo } from "./read_small_file.ts";

/** Large enough to keep the overhead of reading low, small enough for the CPU cache. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * The runtime reports ctime in whole seconds, and FAT has two-second times: two changes in quick succession may be
 * indistinguishable.
 */
const TIMES_TELL_AFTER_MS = 2000;

/** Receives the length of each chunk that was hashed, to show progress. */
export type OnBytes = (count: number) => void;

/**
 * The SHA-256 of a file, streamed: one chunk is read while another is hashed. Throws `package_changed` if its size or
 * times changed meanwhile; a file that was modified just before, so that its times may not show a change, is hashed
 * twice.
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
  file: OpenFile,
  path: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const { descriptor, stat } = file;
  const hash = sha256Stream();
  if (stat.size < CHUNK_BYTES) hashAtOnce(hash, file, onBytes);
  else await hashChunks(hash, file, onBytes);
  if (hasChanged(stat, fstatSync(descriptor, { bigint: true }))) throw changed(path);
  return hash.digest();
}

/** Reads and hashes a small file synchronously, which is faster than waiting for another thread. */
function hashAtOnce(hash: Sha256Stream, { descriptor, stat }: OpenFile, onBytes: OnBytes): void {
  // One more byte, to detect growth.
  const bytes = readUpTo(descriptor, Number(stat.size) + 1);
  hash.update(bytes);
  if (bytes.length > 0) onBytes(bytes.length);
}

async function hashChunks(
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

/** Compares ctime too, since a writer can reset mtime. ctime also changes when a file is renamed, linked or removed. */
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
