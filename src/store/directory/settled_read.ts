import { withDirectoryLock, withDirectoryLockWhile } from "./directory_lock.ts";
import { finishJournal, generation, hasJournal } from "./journal.ts";
import { absent, type KeyDirectory, requireKeyDirectory } from "./key_directory.ts";
import { diskView, type View } from "./view.ts";

/** How often a journal may interfere before the reader takes the lock. */
const TRIES = 5;

/**
 * Reads what the key directory holds, without a lock, and never between two changes of one transaction: a pending
 * journal is finished first, and where one came meanwhile, all is read again. Throws `store_unavailable` where there is
 * no key directory and one must be there.
 */
export async function settledRead<Result>(
  { root, mustExist }: KeyDirectory,
  query: (view: View) => Result,
): Promise<Result> {
  if (!requireKeyDirectory(root) && mustExist) throw absent(root);
  const view = diskView(root);
  for (let tries = 0; tries < TRIES; tries++) {
    await finishWaitingJournal(root);
    const before = generation(root);
    if (hasJournal(root)) continue;
    const outcome = outcomeOf(() => query(view));
    if (!hasJournal(root) && generation(root) === before) return outcome();
  }
  return await withDirectoryLock(root, () => {
    finishJournal(root);
    return query(view);
  });
}

/** Reads the key directory while nobody changes it; a read-only disk will do. */
export async function lookLocked<Result>(
  { root, mustExist }: KeyDirectory,
  work: (view: View) => Promise<Result>,
): Promise<Result> {
  if (!requireKeyDirectory(root) && mustExist) throw absent(root);
  return await withDirectoryLock(root, async () => {
    finishJournal(root);
    return await work(diskView(root));
  });
}

/** Its writer may be finishing it just now: then nothing is left to do once the lock is free. */
async function finishWaitingJournal(root: string): Promise<void> {
  const isWaiting = () => hasJournal(root);
  if (isWaiting()) await withDirectoryLockWhile(root, isWaiting, () => finishJournal(root));
}

/** The result or error of a query, to be returned or thrown once it is known to be valid. */
function outcomeOf<Result>(query: () => Result): () => Result {
  try {
    const result = query();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
