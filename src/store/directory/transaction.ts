import { dirname, join } from "node:path";
import { ASK_AGAIN } from "../../domain/ask_again.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { directoryPlace } from "../store_errors.ts";
import { withDirectoryLock } from "./directory_lock.ts";
import { lookAt, removeFile, renameFile, syncFolder } from "./disk.ts";
import { finishJournal, hasJournal, withGeneration, writeJournal } from "./journal.ts";
import {
  absent,
  fillKeyDirectory,
  type KeyDirectory,
  makeKeyDirectory,
  requireKeyDirectory,
} from "./key_directory.ts";
import {
  discardFiles,
  type StagedFile,
  type StagedFiles,
  stageFiles,
  sweepTemporaryFiles,
} from "./staged_files.ts";
import { type Changes, stagedChanges, type StagedView, stagedView } from "./staged_view.ts";

/**
 * Creates the key directory if need be and allowed, and does work in it, told whether it is new, while no other process
 * changes it.
 */
export async function changeDirectory<Result>(
  { root, mustExist }: KeyDirectory,
  work: (isNew: boolean) => Result | Promise<Result>,
): Promise<Result> {
  if (!requireKeyDirectory(root) && mustExist) throw absent(root);
  makeKeyDirectory(root);
  return await withDirectoryLock(root, async () => {
    // Once more, as another process may have created it.
    requireKeyDirectory(root);
    const isNew = fillKeyDirectory(root);
    finishJournal(root);
    sweepTemporaryFiles(root);
    return await work(isNew);
  });
}

/** Runs work on the directory as its changes would leave it, then makes them; none of them where the work throws. */
export async function runTransaction<Result>(
  directory: KeyDirectory,
  work: (view: StagedView) => Promise<Result>,
): Promise<Result> {
  const { root } = directory;
  return await changeDirectory(directory, async () => {
    const changes = stagedChanges(root);
    try {
      const result = await work(stagedView(root, changes));
      commit(root, changes.end());
      return result;
    } finally {
      changes.end();
    }
  });
}

/** Makes changes durable, all or none; a crash at any moment leaves all or none. Under the lock. */
export function commit(root: string, changes: Changes): void {
  if (changes.size === 0) return;
  const isOneWrite = changes.size === 1 && !changes.values().some((bytes) => bytes === null);
  const staged = stageFiles(root, isOneWrite ? changes : withGeneration(changes));
  const [first] = staged.written;
  try {
    if (isOneWrite && first !== undefined) publish(root, first);
    else decide(root, staged);
  } catch (error) {
    // A journal that could not be removed still needs them.
    if (!hasJournal(root)) discardFiles(root, staged.written);
    throw error;
  }
}

/**
 * One file: its new name is all that changes. Where the sync fails, a new file is removed again; one
 * that was replaced may stay replaced.
 */
function publish(root: string, { path, temporary }: StagedFile): void {
  const target = join(root, path);
  const isNew = lookAt(target) === null;
  renameFile(join(root, temporary), target);
  try {
    syncFolder(dirname(target));
  } catch (error) {
    if (!isNew) throw outcomeUnknown(root, error);
    removeFile(target);
    throw error;
  }
}

/** Several files: the journal's name is all that changes; the rest follows from it. */
function decide(root: string, staged: StagedFiles): void {
  writeJournal(root, staged);
  try {
    finishJournal(root);
  } catch {
    // The changes are decided and durable. The next reader or writer finishes this, or reports why not.
  }
}

function outcomeUnknown(root: string, error: unknown): CloacinaError {
  const { message, cause } = toCloacinaError(error);
  const state = `Cannot tell whether ${directoryPlace(root)} has the change: ${message}`;
  return new CloacinaError("outcome_unknown", state, { hint: ASK_AGAIN, cause });
}
