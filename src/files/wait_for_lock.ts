import { CloacinaError } from "../errors.ts";
import { isErrorNumber, UNSUPPORTED } from "./io_error.ts";

/** How long to wait for other processes, which hold a lock for a few milliseconds each. */
const PATIENCE_MS = 10_000;

const FIRST_PAUSE_MS = 1;
const LAST_PAUSE_MS = 32;

/** What is locked, as errors call it, how long to wait for the lock, and whether it is still wanted. */
interface LockPatience {
  readonly place: string;
  readonly milliseconds?: number;
  readonly isWanted?: () => boolean;
}

/** Locks an open file until it is closed or unlocked. Throws `io_failed` after ten seconds; `place` is what errors call it. */
export async function requireLock(file: Deno.FsFile, place: string): Promise<void> {
  if (await waitForLock(file, { place })) return;
  throw new CloacinaError(
    "io_failed",
    `Cannot lock ${place}: another process has held its lock for ten seconds`,
    { hint: "`fuser FILE` finds that process; its lock ends with it" },
  );
}

/**
 * Takes an exclusive lock (flock) on an open file, which is released when the file is closed or the process exits.
 * Polls, because a pending `lock()` blocks a thread of the runtime. Returns false if it could not be acquired in time. Throws
 * `io_failed` if the file system has no locks.
 */
export async function waitForLock(
  file: Deno.FsFile,
  { place, milliseconds = PATIENCE_MS, isWanted = () => true }: LockPatience,
): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  let pause = FIRST_PAUSE_MS;
  while (isWanted()) {
    if (tryLock(file, place)) return true;
    if (performance.now() > deadline) return false;
    // Random, so that no process is starved.
    const length = pause * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, length));
    pause = Math.min(2 * pause, LAST_PAUSE_MS);
  }
  return false;
}

/** Whether nobody else has the lock. NFS without its lock service, and some file systems of FUSE, have none (flock(2)). */
function tryLock(file: Deno.FsFile, place: string): boolean {
  try {
    // Returns at once, and another thread would cost more than the call.
    return file.tryLockSync(true);
  } catch (cause) {
    if (!isErrorNumber(cause, "ENOLCK", ...UNSUPPORTED)) throw cause;
    throw new CloacinaError("io_failed", `Cannot lock ${place}: its file system has no locks`, {
      hint: "keep it on a file system that supports flock, such as a local disk",
      cause,
    });
  }
}
