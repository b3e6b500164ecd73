import { closeSync, readSync } from "node:fs";
import type { FileAccess } from "../domain/file_mode.ts";
import { toIoError } from "./io_error.ts";
import { type RequireOpened, toOpened } from "./opened.ts";
import { openRegularFile } from "./open_regular_file.ts";

/** A file's first bytes, and who may read it. */
export interface SmallFile extends FileAccess {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads a small file: at most `limit` + 1 bytes, so that the parser can tell that it is too long. */
export const readSmallFile = smallFileReader();

/** The same, with a check between opening and reading. */
export function smallFileReader(
  requireOpened: RequireOpened = () => {},
): (path: string, limit: number, action: string) => SmallFile {
  return (path, limit, action) => {
    const { descriptor, stat } = openRegularFile(path, action);
    try {
      requireOpened(toOpened(stat), path, action);
      const bytes = readUpTo(descriptor, Number(stat.size), limit + 1);
      if (Deno.build.os === "windows") return { bytes, mode: null };
      const isRoots = isRootsFor(Number(Deno.uid()), Number(stat.uid));
      return { bytes, mode: Number(stat.mode) & 0o777, isRoots };
    } catch (error) {
      throw toIoError(error, action, path);
    } finally {
      closeSync(descriptor);
    }
  };
}

/**
 * The bytes of a regular file that was just opened, at most `length`. Its size is only what to expect: some of FUSE's and
 * the kernel's own files have a size of 0 all the time.
 */
function readUpTo(descriptor: number, size: number, length: number): Uint8Array<ArrayBuffer> {
  let buffer = new Uint8Array(Math.min(size + 1, length));
  let filled = 0;
  while (filled < length) {
    if (filled === buffer.length) buffer = moved(buffer, length);
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** The bytes in a longer buffer; those in the other, which may be a secret, are overwritten. */
function moved(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  bytes.fill(0);
  return longer;
}

/**
 * Whether the owner is root, who is number 0, and the user is not. Without a branch: V8 notes in what it compiles which
 * ones were taken, and an executable must have the same bytes whoever builds it.
 */
function isRootsFor(user: number, owner: number): boolean {
  return owner < Math.min(user, 1);
}
