import { join } from "node:path";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { toIoError } from "../../files/io_error.ts";
import { corruptRecord } from "../store_errors.ts";

const IS_SAME = "claims to be the same record";

/** Turns a failure of the file system into a coded error of the store; a coded error passes through. */
export function toStoreError(thrown: unknown, action: string, path: string): CloacinaError {
  if (thrown instanceof CloacinaError) return thrown;
  const error = toIoError(thrown, action, path);
  if (error.code === "io_failed" || error.code === "insufficient_permissions") return error;
  return new CloacinaError("store_unavailable", error.message, { cause: thrown });
}

/** A file or folder of the key directory that is not as cloacina writes it. */
export function corrupt(path: string, state: string, cause?: unknown): CloacinaError {
  return corruptRecord(quoted(path), state, cause);
}

/** What the `store_corrupt` of a file says of it, without its path. */
export function stateOf({ message }: CloacinaError, path: string): string {
  return message.slice(`Cannot read ${quoted(path)}: `.length);
}

/** Two files of which only one may exist. Paths are relative to the key directory. */
export function twins(root: string, path: string, other: string): CloacinaError {
  const [file, twin] = [quoted(join(root, path)), quoted(join(root, other))];
  return new CloacinaError("store_corrupt", `Cannot read ${file}: ${twin} ${IS_SAME}`, {
    hint:
      "keep the one that is revoked, or else the one whose name has the later time, and remove the other",
  });
}

/** What lists say of each of them: who sees a list need not know where the key directory is. */
export const IS_TWIN = `another file ${IS_SAME}`;

/** A document of a later version than this program knows. */
export function tooNew(path: string, version: number, known: number): CloacinaError {
  return new CloacinaError(
    "store_corrupt",
    `Cannot read ${
      quoted(path)
    }: a newer cloacina wrote it (version ${version}, this one knows up to ${known})`,
    { hint: "use the newer cloacina on this key directory everywhere" },
  );
}
