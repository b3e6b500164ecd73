import { basename, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** An executable as a report names it: by its path in the repository, or by its name alone. */
export function shownPath(executable: string): string {
  const path = relative(ROOT, resolve(executable));
  return path.startsWith("..") ? basename(path) : path;
}
