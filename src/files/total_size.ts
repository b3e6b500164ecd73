import { stat } from "node:fs/promises";

/** The total size of files in bytes; directories, and what cannot be inspected, are ignored. */
export async function totalSize(paths: readonly string[]): Promise<number> {
  let total = 0;
  for (const path of paths) {
    total += await stat(path).then((one) => one.isFile() ? one.size : 0, () => 0);
  }
  return total;
}
