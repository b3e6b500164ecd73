import { pipeReader } from "./read_pipe.ts";
import { type SmallFile, smallFileReader } from "./read_small_file.ts";
import { ReplacedError, requireTrustedOpen } from "./trusted_place.ts";

/** Whoever replaces a file more often in a row does nothing else. */
const MAX_TRIES = 8;

/** Like `readSmallFile`, of a file that nobody but this user and root can write or replace (`requireTrustedOpen`). */
export const readTrustedFile = readingAgain(smallFileReader(requireTrustedOpen));

/** Like `readPipe`, of a FIFO of which the same is true, or an inherited pipe. */
export const readTrustedPipe = pipeReader(requireTrustedOpen);

type ReadSmallFile = (path: string, limit: number, action: string) => SmallFile;

/** Reads a file again that was replaced once it was open: another process of this user may have written it. */
export function readingAgain(read: ReadSmallFile, tries = MAX_TRIES): ReadSmallFile {
  return (path, limit, action) => {
    try {
      return read(path, limit, action);
    } catch (error) {
      if (tries === 1 || !(error instanceof ReplacedError)) throw error;
      return readingAgain(read, tries - 1)(path, limit, action);
    }
  };
}
