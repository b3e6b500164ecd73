import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";
import { waitForLock } from "./wait_for_lock.ts";

/** How long to wait for other processes, which hold the lock for a few milliseconds each. */
const PATIENCE_MS = 10_000;

/**
 * Does work on a file that is replaced as a whole, while nobody else does so: holds an exclusive lock on an empty file
 * beside it, which stays. Throws `io_failed` after ten seconds.
 */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  using lock = await openLock(`${path}.lock`);
  const place = quoted(path);
  if (await waitForLock(lock, { place, milliseconds: PATIENCE_MS })) return await work();
  throw new CloacinaError(
    "io_failed",
    `Cannot lock ${place}: another process has held its lock for ten seconds`,
    { hint: "`fuser FILE` finds that process; its lock ends with it" },
  );
}

async function openLock(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw toIoError(error, "lock", path);
  }
}
