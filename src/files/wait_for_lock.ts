const FIRST_PAUSE_MS = 1;
const LAST_PAUSE_MS = 32;

/** How long to wait for a lock, and, where that may change, whether it is wanted still. */
export interface LockPatience {
  readonly milliseconds: number;
  readonly isWanted?: () => boolean;
}

/**
 * Takes the exclusive lock (flock) of an open file, which goes with the file's closing and with the process. Asks again
 * and again, because a pending `lock()` keeps a thread of the runtime. False where others held it all the time.
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
    // Of different length in each process, so that none of many always comes too late.
    const length = pause * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, length));
    pause = Math.min(2 * pause, LAST_PAUSE_MS);
  }
  return false;
}
