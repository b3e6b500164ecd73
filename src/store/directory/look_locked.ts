import { withDirectoryLock } from "./directory_lock.ts";
import { finishJournal } from "./journal.ts";
import { absent, requireKeyDirectory } from "./key_directory.ts";
import { diskView, type View } from "./view.ts";

/** Looks at the key directory while nobody changes it; one that cannot be written to, on a read-only disk, will do. */
export async function lookLocked<Result>(
  root: string,
  mustExist: boolean,
  work: (view: View) => Promise<Result>,
): Promise<Result> {
  if (!requireKeyDirectory(root) && mustExist) throw absent(root);
  return await withDirectoryLock(root, async () => {
    finishJournal(root);
    return await work(diskView(root));
  });
}
