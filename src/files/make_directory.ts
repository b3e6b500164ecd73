import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { shownPath } from "../domain/shown_text.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { emptyPath, isErrorNumber, toIoError } from "./io_error.ts";
import { requirePublicName } from "./public_name.ts";
import { requireNoLinks } from "./require_no_links.ts";
import { syncDirectory } from "./sync_directory.ts";

const ACTION = "create the directory";

/**
 * Creates a directory and its parents if they do not exist, durably, with mode 0755 less the umask. Accepts a link to a
 * directory; a dangling link is `file_not_found`.
 */
export async function makeDirectory(path: string): Promise<void> {
  if (path === "") throw emptyPath(ACTION);
  requirePublicName(path, ACTION);
  const wanted = resolve(path);
  const first = make(wanted, path);
  if (first === undefined) return;
  for (let made = wanted; made.length >= first.length; made = dirname(made)) {
    await syncDirectory(dirname(made));
  }
}

/** As `makeDirectory`, of a directory in another one that exists. Throws `invalid_request` for a link on the way. */
export async function makeDirectoryIn(root: string, path: string): Promise<void> {
  requirePublicName(path, ACTION);
  requireNoLinks(root, path, ACTION);
  await makeDirectory(path);
}

/** Returns the outermost directory that was created; undefined if all existed. */
function make(wanted: string, path: string): string | undefined {
  try {
    return mkdirSync(wanted, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw isErrorNumber(error, "EEXIST") ? inTheWay(path) : toIoError(error, ACTION, path);
  }
}

function inTheWay(path: string): CloacinaError {
  const state = "a part of the path is not a directory";
  return new CloacinaError(
    "file_not_found",
    `Cannot ${ACTION} ${quoted(shownPath(path))}: ${state}`,
  );
}
