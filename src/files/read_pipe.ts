import { statSync } from "node:fs";
import { toIoError } from "./io_error.ts";
import { type RequireOpened, toOpened } from "./opened.ts";
import type { SmallFile } from "./read_small_file.ts";

/**
 * Reads a FIFO, or a pipe by its descriptor such as the shell's `<(…)`: waits for its writer, and reads at most
 * `limit` + 1 bytes. Null if anything else is at the path, or nothing.
 */
export const readPipe = pipeReader();

/** The same, with a check between opening and reading. */
export function pipeReader(
  requireOpened: RequireOpened = () => {},
): (path: string, limit: number, action: string) => Promise<SmallFile | null> {
  return async (path, limit, action) => {
    const mode = modeOfPipe(path);
    if (mode === null) return null;
    try {
      // Opening waits as well, and only this way leaves the process able to end meanwhile.
      using file = await Deno.open(path);
      requireOpened(toOpened(await file.stat()), path, action);
      return { bytes: await readUpTo(file, limit + 1), mode };
    } catch (error) {
      throw toIoError(error, action, path);
    }
  };
}

/** The permission bits of a pipe; null for anything else, also for what cannot be looked at. */
export function modeOfPipe(path: string): number | null {
  try {
    const stat = statSync(path);
    return stat.isFIFO() ? stat.mode & 0o777 : null;
  } catch {
    return null;
  }
}

async function readUpTo(file: Deno.FsFile, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(buffer.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}
