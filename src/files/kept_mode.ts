import { fstatSync } from "node:fs";
import { openMode } from "../domain/file_mode.ts";
import { quoted } from "../domain/quoted.ts";
import { shownPath } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import { doModesCount } from "./unsafe_modes.ts";

/**
 * Throws `insufficient_permissions` if the file system did not keep the mode or owner of a new private file: FAT has no
 * modes, and some network file systems change the owner of root's files. `path` is for the message.
 */
export function requireKeptMode(descriptor: number, wanted: number, path: string): void {
  if (openMode({ mode: wanted }) !== null || !doModesCount()) return;
  const { mode, uid } = fstatSync(descriptor);
  const open = openMode({ mode });
  if (open !== null) throw refused(path, `shows it to others (mode ${open})`);
  if (uid !== Deno.uid()) throw refused(path, `gives it to user ${uid}`);
}

function refused(path: string, state: string): CloacinaError {
  const message = `Cannot write ${
    quoted(shownPath(path))
  }: it holds a secret, and its file system ${state}`;
  return new CloacinaError("insufficient_permissions", message, {
    hint: "choose a place on a file system that keeps owners and modes",
  });
}
