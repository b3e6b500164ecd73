import { lstatSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { quoted } from "../domain/quoted.ts";
import { shownPath } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";

/**
 * Throws `invalid_request` if a part of `path` below `root` is a link, which may lead out of it. `root` itself may be
 * one; what does not exist is none.
 */
export function requireNoLinks(root: string, path: string, action: string): void {
  let part = root;
  for (const name of relative(root, path).split(sep)) {
    part = join(part, name);
    if (name !== "" && isLink(part, action)) throw linked(part, action);
  }
}

function isLink(path: string, action: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch (error) {
    if (isErrorNumber(error, "ENOENT")) return false;
    throw toIoError(error, action, path);
  }
}

function linked(path: string, action: string): CloacinaError {
  const state = "it is a link, which may lead elsewhere";
  const message = `Cannot ${action} ${quoted(shownPath(path))}: ${state}`;
  return new CloacinaError("invalid_request", message);
}
