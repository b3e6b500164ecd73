import { closeSync } from "node:fs";
import { sha256Stream } from "../crypto/sha256.ts";
import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";
import { feedFile, type OnBytes } from "./feed_file.ts";
import { toIoError } from "./io_error.ts";
import { type OpenFile, openRegularFile } from "./open_regular_file.ts";
import { mayHideChanges } from "./recent_change.ts";

const ACTION = "read the package";

/** The SHA-256 of a file, streamed. Throws `package_changed`, as `hashOpened`. */
export async function hashFile(path: string, onBytes: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  return await hashOpened(openPackage(path), path, onBytes);
}

/** Opens a package to be hashed by `hashOpened`. */
export function openPackage(path: string): OpenFile {
  return openRegularFile(path, ACTION);
}

/**
 * The SHA-256 of a file that was just opened, streamed; closes it. Throws `package_changed` if its size or times changed
 * meanwhile; a file that was modified just before, so that its times may not show a change, is hashed twice.
 */
export async function hashOpened(
  file: OpenFile,
  path: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const isFresh = mayHideChanges(file.stat);
    const digest = await hashOnce(file, path, onBytes);
    if (isFresh) {
      const again = await hashOnce(file, path, () => {});
      if (again.toHex() !== digest.toHex()) throw changed(path);
    }
    return digest;
  } catch (error) {
    throw toIoError(error, ACTION, path);
  } finally {
    closeSync(file.descriptor);
  }
}

async function hashOnce(
  file: OpenFile,
  path: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = sha256Stream();
  if (!await feedFile(hash, file, onBytes)) throw changed(path);
  return hash.digest();
}

function changed(path: string): CloacinaError {
  return new CloacinaError(
    "package_changed",
    `Cannot hash the package ${quoted(path)}: it changed while it was read`,
    { hint: "wait until it has been written, then run the command again" },
  );
}
