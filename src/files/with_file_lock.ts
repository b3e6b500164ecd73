import { lstatSync } from "node:fs";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";
import { requireLock } from "./wait_for_lock.ts";

/**
 * Does work on a file that is replaced as a whole, while nobody else does so: holds an exclusive lock on an empty file
 * beside it, which stays. Throws `io_failed` after ten seconds.
 */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  using lock = await openLock(`${path}.lock`);
  await requireLock(lock, quoted(path));
  return await work();
}

/** Looked at first: opening a FIFO would wait for a reader, and a link may lead where others can hold the lock. */
async function openLock(path: string): Promise<Deno.FsFile> {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() === false) throw notRegular(path);
    return await Deno.open(path, { write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw toIoError(error, "lock", path);
  }
}

function notRegular(path: string): CloacinaError {
  const message = `Cannot lock ${quoted(path)}: it is not a regular file`;
  return new CloacinaError("invalid_request", message, {
    hint: "remove it: the lock is made anew",
  });
}
