import { join } from "node:path";
import { isErrorNumber } from "../../files/io_error.ts";
import { waitForLock } from "../../files/wait_for_lock.ts";
import { directoryPlace, lockedStore } from "../store_errors.ts";
import { lookAt } from "./disk.ts";
import { LOCK_FILE } from "./layout.ts";
import { corrupt, toStoreError } from "./store_error.ts";

/**
 * Does work while no other process changes the key directory. Throws `store_unavailable` where others held the lock for
 * ten seconds.
 */
export async function withDirectoryLock<Result>(
  root: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const lock = await openLock(root);
  try {
    await takeLock(lock, root, () => true);
    return await work();
  } finally {
    lock.close();
  }
}

/** As `withDirectoryLock`, unless another process does the work first while it holds the lock. */
export async function withDirectoryLockWhile(
  root: string,
  isWanted: () => boolean,
  work: () => void,
): Promise<void> {
  const lock = await openLock(root);
  try {
    await takeLock(lock, root, isWanted);
    if (isWanted()) work();
  } finally {
    lock.close();
  }
}

/** Deno cannot open without following a link; only the owner of the directory could have put one there. */
async function openLock(root: string): Promise<Deno.FsFile> {
  const path = join(root, LOCK_FILE);
  const stat = lookAt(path);
  if (stat !== null && !stat.isFile()) throw corrupt(path, "it is not a regular file");
  try {
    return await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch (error) {
    // A lock needs no write access, and a reader may have a read-only disk.
    if (stat === null || !isReadOnly(error)) throw toStoreError(error, "lock", path);
    return await Deno.open(path, { read: true }).catch((cause) => {
      throw toStoreError(cause, "lock", path);
    });
  }
}

function isReadOnly(error: unknown): boolean {
  return isErrorNumber(error, "EROFS", "EACCES");
}

async function takeLock(
  lock: Deno.FsFile,
  root: string,
  isWanted: () => boolean,
): Promise<void> {
  const place = directoryPlace(root);
  try {
    if (await waitForLock(lock, { place, isWanted })) return;
  } catch (error) {
    throw toStoreError(error, "lock", join(root, LOCK_FILE));
  }
  if (isWanted()) throw lockedStore(place);
}
