import { type BigIntStats, closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";

/** A regular file that is open for reading, and its stat when opened. The caller closes the descriptor. */
export interface OpenFile {
  readonly descriptor: number;
  readonly stat: BigIntStats;
}

// Without O_NONBLOCK, opening a FIFO blocks until there is a writer. Windows has neither.
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const NAME_A_FILE = "name a file, or - for standard input";

/**
 * Opens a regular file for reading. A directory, FIFO or device is `invalid_request`; `directoryHint` is for a directory.
 */
export function openRegularFile(
  path: string,
  action: string,
  directoryHint = NAME_A_FILE,
): OpenFile {
  const descriptor = openForReading(path, action);
  const stat = fstatSync(descriptor, { bigint: true });
  if (stat.isFile()) return { descriptor, stat };
  closeSync(descriptor);
  const isDirectory = stat.isDirectory();
  const state = isDirectory ? "it is a directory" : "it is not a regular file";
  throw new CloacinaError("invalid_request", `Cannot ${action} ${quoted(path)}: ${state}`, {
    hint: isDirectory ? directoryHint : NAME_A_FILE,
  });
}

function openForReading(path: string, action: string): number {
  try {
    return openSync(path, READ);
  } catch (error) {
    throw toIoError(trueCause(error, path), action, path);
  }
}

/** Deno 2.7 also reports ELOOP for a dangling link; `stat` tells it from a loop. */
function trueCause(error: unknown, path: string): unknown {
  if (!isErrorNumber(error, "ELOOP")) return error;
  try {
    statSync(path);
    return error;
  } catch (cause) {
    return cause;
  }
}
