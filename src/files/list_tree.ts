import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { shownPath } from "../domain/shown_text.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { toIoError } from "./io_error.ts";

/**
 * The paths, relative to a directory, of all that is in it and below it but directories, sorted; null if `path` is not a
 * directory. Nothing is left out, dot files neither. Links are listed and not followed. Throws `invalid_request` for a
 * name that is not UTF-8; before 2.9, Deno lists no such names.
 */
export async function listTree(path: string, action: string): Promise<readonly string[] | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
  } catch (error) {
    throw toIoError(error, action, path);
  }
  return await Array.fromAsync(walk(path, "", action));
}

async function* walk(root: string, below: string, action: string): AsyncGenerator<string> {
  for (const entry of await readSorted(join(root, below), action)) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) yield* walk(root, path, action);
    else yield path;
  }
}

async function readSorted(path: string, action: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.some(({ name }) => name.includes("\ufffd"))) throw notUtf8(path, action);
    return entries.sort((one, other) => one.name < other.name ? -1 : 1);
  } catch (error) {
    throw toIoError(error, action, path);
  }
}

/** Deno replaces what is not UTF-8 with U+FFFD: one file could be taken for another whose name has that character. */
function notUtf8(path: string, action: string): CloacinaError {
  const state = "a name in it is not UTF-8, or has the character U+FFFD";
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action} ${quoted(shownPath(path))}: ${state}`,
  );
}
