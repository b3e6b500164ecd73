import type { FileHandle } from "node:fs/promises";
import { toIoError } from "./io_error.ts";
import { openRegularFile } from "./open_regular_file.ts";

/** A file's first bytes, and its permission bits (`null` where the system has none). */
export interface SmallFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mode: number | null;
}

/** Reads a key or a signature: at most `limit` bytes and one more, by which the parser sees that it is too long. */
export async function readSmallFile(
  path: string,
  limit: number,
  action: string,
): Promise<SmallFile> {
  const file = await openRegularFile(path, action);
  try {
    const { mode } = await file.stat();
    const bytes = await readUpTo(file, limit + 1);
    return { bytes, mode: Deno.build.os === "windows" ? null : mode & 0o777 };
  } catch (error) {
    throw toIoError(error, action, path);
  } finally {
    await file.close();
  }
}

async function readUpTo(file: FileHandle, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
