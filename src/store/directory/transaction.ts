import { commit } from "./commit.ts";
import { withDirectoryLock } from "./directory_lock.ts";
import { finishJournal } from "./journal.ts";
import {
  absent,
  fillKeyDirectory,
  makeKeyDirectory,
  requireKeyDirectory,
} from "./key_directory.ts";
import { stagedChanges } from "./staged_changes.ts";
import { sweepTemporaryFiles } from "./staged_files.ts";
import { type StagedView, stagedView } from "./staged_view.ts";

/** Makes the key directory if there is none and none must be there, and does work in it as the only one that changes it. */
export async function changeDirectory<Result>(
  root: string,
  mustExist: boolean,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  if (!requireKeyDirectory(root) && mustExist) throw absent(root);
  makeKeyDirectory(root);
  return await withDirectoryLock(root, async () => {
    // Once more, as it may be another's work by now.
    requireKeyDirectory(root);
    fillKeyDirectory(root);
    finishJournal(root);
    sweepTemporaryFiles(root);
    return await work();
  });
}

/** Runs work on the directory as its changes would leave it, then makes them; none of them where the work throws. */
export async function runTransaction<Result>(
  root: string,
  mustExist: boolean,
  work: (view: StagedView) => Promise<Result>,
): Promise<Result> {
  return await changeDirectory(root, mustExist, async () => {
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
