const FIRST_PAUSE_MS = 1;
const LAST_PAUSE_MS = 32;

/** How long to wait for a lock, and whether it is still wanted. */
export interface LockPatience {
  readonly milliseconds: number;
  readonly isWanted?: () => boolean;
}

/**
 * Takes an exclusive lock (flock) on an open file, which is released when the file is closed or the process exits.
 * Polls, because a pending `lock()` blocks a thread of the runtime. Returns false if it could not be acquired in time.
 */
export async function waitForLock(
  file: Deno.FsFile,
  { milliseconds, isWanted = () => true }: LockPatience,
): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  let pause = FIRST_PAUSE_MS;
  while (isWanted()) {
    if (await file.tryLock(true)) return true;
    if (performance.now() > deadline) return false;
    // Random, so that no process is starved.
    const length = pause * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, length));
    pause = Math.min(2 * pause, LAST_PAUSE_MS);
  }
  return false;
}
