import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { toIoError } from "./io_error.ts";

/** The paths of the entries of a directory, sorted, without dot files; null if `path` is not a directory. */
export async function listDirectory(
  path: string,
  action: string,
): Promise<readonly string[] | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
    const names = await readdir(path);
    return names.filter((name) => !name.startsWith(".")).sort().map((name) => join(path, name));
  } catch (error) {
    throw toIoError(error, action, path);
  }
}
