import { quoted } from "../../domain/quoted.ts";
import { CloacinaError, hasCode } from "../../errors.ts";
import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import type { Files } from "../context.ts";
import type { ReferencedBytes } from "./read_reference.ts";

/** Whoever renames or removes files more often in a row does nothing else. */
const MAX_TRIES = 8;

/** A directory, and the files in it. */
interface KeyDirectory {
  readonly path: string;
  readonly inside: readonly string[];
}

/**
 * Reads the files in a directory of public keys to trust. Listed again where one is gone: another process of this user may
 * have renamed it to its name, or removed it. Throws `invalid_key` for a directory that is empty.
 */
export async function readKeyFiles(
  files: Pick<Files, "list" | "readTrusted" | "requireTrustedPresent">,
  { path, inside }: KeyDirectory,
  action: string,
): Promise<readonly ReferencedBytes[]> {
  for (let [tries, names] = [1, inside];; tries++) {
    try {
      files.requireTrustedPresent(path, action);
      if (names.length === 0) throw empty(path);
      return names.map((name) => readFile(files, name, action));
    } catch (error) {
      if (tries === MAX_TRIES || !hasCode(error, "file_not_found")) throw error;
      names = await files.list(path, action) ?? [];
    }
  }
}

/** A regular file: nobody was asked whether a FIFO in a directory has a writer. */
function readFile(
  files: Pick<Files, "readTrusted">,
  path: string,
  action: string,
): ReferencedBytes {
  const { bytes, mode } = files.readTrusted(path, MAX_KEY_FILE_BYTES, action);
  return { name: path, bytes, mode };
}

function empty(path: string): CloacinaError {
  return new CloacinaError(
    "invalid_key",
    `Cannot trust the keys in ${quoted(path)}: the directory is empty`,
  );
}
