import { dirname, join } from "node:path";
import { sha256Hex } from "../../crypto/sha256.ts";
import { lookAt, makeFolder, readNames, removeFile, syncFolder, writeNewFile } from "./disk.ts";
import { TEMPORARY_FOLDER, TEMPORARY_NAME_SOURCE } from "./layout.ts";
import type { Changes } from "./staged_view.ts";

/** From this age on, a temporary file was left by a process that died. */
const LEFT_OVER_MS = 60_000;

const TEMPORARY_NAME = new RegExp(`^${TEMPORARY_NAME_SOURCE}$`);

/** A file whose bytes are on the disk under a temporary name. Paths are relative to the key directory. */
export interface StagedFile {
  readonly path: string;
  readonly temporary: string;
  /** Lower-case hex, of the bytes. */
  readonly sha256: string;
}

/** Changes that only have to be renamed into place or removed. */
export interface StagedFiles {
  readonly written: readonly StagedFile[];
  readonly removed: readonly string[];
}

/** Stages what is to be written, and makes the folders that it will go to. Leaves nothing where it fails. */
export function stageFiles(root: string, changes: Changes): StagedFiles {
  const written: StagedFile[] = [];
  const removed: string[] = [];
  try {
    for (const folder of foldersOf([...changes.keys()])) {
      if (folder !== ".") makeFolders(root, folder);
    }
    for (const [path, bytes] of changes) {
      if (bytes === null) removed.push(path);
      else written.push(stageFile(root, path, bytes));
    }
    return { written, removed };
  } catch (error) {
    discardFiles(root, written);
    throw error;
  }
}

/** Stages a file: writes its bytes under a temporary name. */
export function stageFile(root: string, path: string, bytes: Uint8Array): StagedFile {
  const temporary = `${TEMPORARY_FOLDER}/${crypto.randomUUID()}.tmp`;
  const staged = { path, temporary, sha256: sha256Hex(bytes) };
  try {
    makeFolder(join(root, TEMPORARY_FOLDER));
    writeNewFile(join(root, temporary), bytes);
    return staged;
  } catch (error) {
    discardFiles(root, [staged]);
    throw error;
  }
}

/** Removes staged files that are not needed after all. */
export function discardFiles(root: string, staged: readonly StagedFile[]): void {
  for (const { temporary } of staged) {
    try {
      removeFile(join(root, temporary));
    } catch {
      // It is swept later; the first error says more.
    }
  }
}

/** Removes what killed processes left. Under the lock, as a file there could be in use otherwise. */
export function sweepTemporaryFiles(root: string): void {
  const folder = join(root, TEMPORARY_FOLDER);
  for (const name of readNames(folder)) {
    const path = join(folder, name);
    const modified = lookAt(path)?.mtimeMs ?? Infinity;
    if (TEMPORARY_NAME.test(name) && modified < Date.now() - LEFT_OVER_MS) removeFile(path);
  }
}

/** The folders of some files, each once; "." for the key directory itself. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => dirname(path)))];
}

/** An empty folder may be new, by us or by a process that was killed, and its name not durable. */
function makeFolders(root: string, path: string): void {
  path.split("/").reduce((above, name) => {
    const folder = join(above, name);
    makeFolder(folder);
    if (readNames(folder).length === 0) syncFolder(above);
    return folder;
  }, root);
}
