import { shownPath } from "../domain/shown_text.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { emptyPath, isErrorNumber, toIoError } from "./io_error.ts";
import { makeDirectoryDurably } from "./make_directory_durably.ts";
import { requirePublicName } from "./public_name.ts";
import { requireNoLinks } from "./require_no_links.ts";

const ACTION = "create the directory";

/**
 * Creates a directory and its parents if they do not exist, durably, with mode 0755 less the umask. Accepts a link to a
 * directory; a dangling link is `file_not_found`.
 */
// Async, so that what is thrown is a rejection.
// deno-lint-ignore require-await
export async function makeDirectory(path: string): Promise<void> {
  if (path === "") throw emptyPath(ACTION);
  requirePublicName(path, ACTION);
  try {
    makeDirectoryDurably(path, 0o755);
  } catch (error) {
    throw isErrorNumber(error, "EEXIST") ? inTheWay(path) : toIoError(error, ACTION, path);
  }
}

/** As `makeDirectory`, of a directory in another one that exists. Throws `invalid_request` for a link on the way. */
export async function makeDirectoryIn(root: string, path: string): Promise<void> {
  requirePublicName(path, ACTION);
  requireNoLinks(root, path, ACTION);
  await makeDirectory(path);
}

function inTheWay(path: string): CloacinaError {
  const state = "a part of the path is not a directory";
  return new CloacinaError(
    "file_not_found",
    `Cannot ${ACTION} ${quoted(shownPath(path))}: ${state}`,
  );
}
