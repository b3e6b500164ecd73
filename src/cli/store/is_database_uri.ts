import type { CliContext } from "../context.ts";
import { namesDatabase, sqliteFile } from "./sqlite_file.ts";

/** How every SQLite database begins (sqlite.org/fileformat.html). */
const MAGIC = "SQLite format 3\0";

/**
 * Whether `file:…` is the URI of a SQLite database, which the engine takes, and not a file with a URL in it: by its
 * content, and by its name if there is none.
 */
export function isDatabaseUri({ files }: CliContext, text: string): boolean {
  const file = sqliteFile(text);
  if (file === null || "state" in file) return namesDatabase(text);
  const head = headOf(files, file.path);
  return head === "" ? namesDatabase(text) : head === MAGIC;
}

/** Empty if there is no such file, or it cannot be read. */
function headOf(files: CliContext["files"], path: string): string {
  try {
    const { bytes } = files.read(path, MAGIC.length - 1, "open the database");
    return String.fromCharCode(...bytes);
  } catch {
    return "";
  }
}
