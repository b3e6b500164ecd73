import { dirname, join } from "node:path";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { lookAt, removeFile, renameFile, syncFolder } from "./disk.ts";
import { finishJournal, hasJournal, withGeneration, writeJournal } from "./journal.ts";
import type { Changes } from "./staged_changes.ts";
import { discardFiles, type StagedFile, type StagedFiles, stageFiles } from "./staged_files.ts";

/** Makes changes durable, all or none; a crash at any moment leaves all or none. Under the lock. */
export function commit(root: string, changes: Changes): void {
  if (changes.size === 0) return;
  const isOne = changes.size === 1;
  const staged = stageFiles(root, isOne ? changes : withGeneration(changes));
  const [first] = staged.written;
  try {
    if (isOne && first !== undefined) publish(root, first);
    else decide(root, staged);
  } catch (error) {
    // A journal that could not be taken back still needs them.
    if (!hasJournal(root)) discardFiles(root, staged.written);
    throw error;
  }
}

/**
 * One file: its new name is all that changes. Where the disk does not confirm the name, a new file is taken back; one
 * that was replaced may stay replaced.
 */
function publish(root: string, { path, temporary }: StagedFile): void {
  const target = join(root, path);
  const isNew = lookAt(target) === null;
  renameFile(join(root, temporary), target);
  try {
    syncFolder(dirname(target));
  } catch (error) {
    if (!isNew) throw outcomeUnknown(error);
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
    // The changes are decided and durable. Who comes next, reader or writer, goes on here or says what is in the way.
  }
}

function outcomeUnknown(error: unknown): CloacinaError {
  const cause = toCloacinaError(error);
  return new CloacinaError(cause.code, cause.message, {
    hint: cause.hint,
    cause,
    isOutcomeUnknown: true,
  });
}
