import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { sha256Stream } from "../crypto/sha256.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";
import { openRegularFile } from "./open_regular_file.ts";

/** Large enough that reading costs little beside hashing, small enough to stay in the processor's cache. */
const MAX_CHUNK_BYTES = 1024 * 1024;

/** Gets the length of each chunk that was hashed, so that long work can show its progress. */
export type OnBytes = (count: number) => void;

/**
 * The SHA-256 of a file, as a stream: two chunks in memory, one being read while the other is hashed.
 * Throws `package_changed` where size or mtime moved meanwhile.
 */
export async function hashFile(path: string, onBytes: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  const action = "read the package";
  const file = await openRegularFile(path, action);
  try {
    const before = await file.stat({ bigint: true });
    const digest = await hashHandle(file, chunkBytes(before), onBytes);
    requireUnchanged(before, await file.stat({ bigint: true }), path);
    return digest;
  } catch (error) {
    throw toIoError(error, action, path);
  } finally {
    await file.close();
  }
}

/** Small files get small buffers: one more byte than they have shows their end in a single read. */
function chunkBytes({ size }: BigIntStats): number {
  return size < BigInt(MAX_CHUNK_BYTES) ? Number(size) + 1 : MAX_CHUNK_BYTES;
}

async function hashHandle(
  file: FileHandle,
  chunkLength: number,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = sha256Stream();
  let full = new Uint8Array(chunkLength);
  let free = new Uint8Array(chunkLength);
  let { bytesRead } = await file.read(full);
  while (bytesRead > 0) {
    const next = file.read(free);
    hash.update(full.subarray(0, bytesRead));
    onBytes(bytesRead);
    ({ bytesRead } = await next);
    [full, free] = [free, full];
  }
  return hash.digest();
}

function requireUnchanged(before: BigIntStats, after: BigIntStats, path: string): void {
  if (before.size === after.size && before.mtimeNs === after.mtimeNs) return;
  throw new CloacinaError(
    "package_changed",
    `Cannot hash the package ${path}: it changed while it was read`,
    { hint: "wait until it is written, then run the command again" },
  );
}
