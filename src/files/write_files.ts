import { closeSync, fsync, linkSync, lstatSync, openSync, renameSync, unlinkSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { shownPath } from "../domain/shown_text.ts";
import { namesDirectory } from "../domain/names_directory.ts";
import { quoted } from "../domain/quoted.ts";
import { firstFew } from "../domain/first_few.ts";
import { CloacinaError, toCloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError, UNSUPPORTED } from "./io_error.ts";
import { requireKeptMode } from "./kept_mode.ts";
import { requirePublicName } from "./public_name.ts";
import { syncDirectory } from "./sync_directory.ts";
import { writeAllSync } from "./write_all.ts";

/**
 * Where to write a file. `mode` is 0600 for secrets, and then it is an error if the file system does not keep it; other
 * modes are subject to the umask.
 */
export interface Target {
  readonly path: string;
  readonly mode: number;
}

const SECRET_MODE = 0o600;

/** A file to write, with its content. */
export interface FileToWrite extends Target {
  readonly bytes: Uint8Array;
}

/** Whether an existing target is an error or is replaced. A link or device at the target is always an error. */
export type WriteMode = "create" | "replace";

/** A file that was written and synced under a temporary name next to its target. */
interface StagedFile extends FileToWrite {
  readonly temporary: string;
}

/**
 * Writes files durably and together: all are staged (written and synced) before the first is renamed, so that a full
 * disk leaves nothing behind, and a crash leaves each target old or new, never partial. Throws `target_exists`, and
 * `outcome_unknown` where the new files are there and may be lost in a crash.
 */
export async function writeFiles(files: readonly FileToWrite[], mode: WriteMode): Promise<void> {
  if (isOnePublicFile(files) && mode === "create") await createOne(files[0]);
  else {
    for (const file of files) requireTarget(file, mode);
    await stageAndName(files, mode);
  }
  try {
    for (const directory of new Set(files.map(({ path }) => dirname(path)))) {
      await syncDirectory(directory);
    }
  } catch (error) {
    // Who is told that nothing was written must not find what was.
    if (mode === "create" && files.every(({ path }) => removeIfThere(path))) throw error;
    throw outcomeUnknown(files, error);
  }
}

/** A secret is written nowhere before its target was looked at; nor are files that belong together. */
function isOnePublicFile(files: readonly FileToWrite[]): files is readonly [FileToWrite] {
  const [{ path, mode } = { path: "", mode: SECRET_MODE }, ...others] = files;
  // The runtime drops a slash at the end, which means a directory.
  return others.length === 0 && mode !== SECRET_MODE && !namesDirectory(path);
}

/** What is at the target is looked at only if it cannot be created: that replaces nothing, and never follows a link. */
async function createOne(file: FileToWrite): Promise<void> {
  try {
    requirePublicName(file.path, "write the file");
    await stageAndName([file], "create");
  } catch (error) {
    requireTarget(file, "create");
    throw error;
  }
}

async function stageAndName(files: readonly FileToWrite[], mode: WriteMode): Promise<void> {
  const staged: StagedFile[] = [];
  try {
    for (const file of files) staged.push(await stage(file));
    if (mode === "create") createAll(staged);
    else staged.forEach(replace);
  } finally {
    for (const { temporary } of staged) removeIfThere(temporary);
  }
}

/**
 * Checks, as far as possible in advance, that `writeFiles` would succeed: targets are free, and files can be created in
 * their directories. Leaves nothing behind. Throws the errors of `writeFiles`.
 */
export async function requireWritable(
  targets: readonly Target[],
  mode: WriteMode,
): Promise<void> {
  for (const target of targets) {
    requireTarget(target, mode);
    const { temporary } = await stage({ ...target, bytes: new Uint8Array() });
    removeIfThere(temporary);
  }
}

function requireTarget(target: Target, mode: WriteMode): void {
  const { path } = target;
  const stat = lookAt(path);
  if (stat?.isDirectory() || namesDirectory(path)) throw isDirectory(path);
  if (stat === undefined) return requirePublicName(path, "write the file");
  if (stat.isSymbolicLink()) throw refused(path, "it is a symbolic link, which is not followed");
  if (!stat.isFile()) throw refused(path, "it is not a regular file");
  if (mode === "create") throw exists(target);
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Deno 2.9 denies access to devices without all permissions.
    if (isErrorNumber(error, "ENOTCAPABLE")) throw refused(path, "it is not a regular file");
    throw toIoError(error, "write", path);
  }
}

/**
 * What `link` fails with where there are no hard links: FAT, common on USB sticks, has EPERM, network file systems and
 * those of FUSE the others. A name that may not be created at all is refused without a link, too.
 */
const WITHOUT_LINKS = [...UNSUPPORTED, "EPERM", "EMLINK", "EXDEV", "EINVAL", "EACCES"];

const fsyncAsync = promisify(fsync);

/**
 * Only the sync is asynchronous; all other calls take less time than switching to another thread. The name ends as that of
 * the target: who looks for packages meanwhile leaves it out, as any signature.
 */
async function stage(file: FileToWrite): Promise<StagedFile> {
  const name = `.cloacina-${crypto.randomUUID()}.tmp${extname(file.path)}`;
  const temporary = join(dirname(file.path), name);
  try {
    const descriptor = openSync(temporary, "wx", file.mode);
    try {
      requireKeptMode(descriptor, file.mode, file.path);
      writeAllSync(descriptor, file.bytes);
      await fsyncAsync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    removeIfThere(temporary);
    throw isErrorNumber(error, "ENOENT")
      ? homeless(file.path)
      : toIoError(error, "write", file.path);
  }
  return { ...file, temporary };
}

/** Removes a file, and tells whether it is gone; that a temporary file remains does no harm. */
function removeIfThere(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    return isErrorNumber(error, "ENOENT");
  }
}

/** Renames all staged files; if a target exists, the renames are undone. */
function createAll(files: readonly StagedFile[]): void {
  const created: string[] = [];
  try {
    for (const file of files) {
      create(file);
      created.push(file.path);
    }
  } catch (error) {
    created.forEach(removeIfThere);
    throw error;
  }
}

function create(file: StagedFile): void {
  const { temporary, path } = file;
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (isErrorNumber(error, "EEXIST")) throw exists(file);
    if (!isErrorNumber(error, ...WITHOUT_LINKS)) throw toIoError(error, "write", path);
    createWithoutLinks(file);
  }
}

/** Claims the name with an empty file, then replaces it by renaming. A crash in between leaves it empty. */
function createWithoutLinks(file: StagedFile): void {
  const { temporary, path } = file;
  try {
    closeSync(openSync(path, "wx"));
  } catch (error) {
    throw isErrorNumber(error, "EEXIST") ? exists(file) : toIoError(error, "write", path);
  }
  try {
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(path);
    throw toIoError(error, "write", path);
  }
}

function replace({ temporary, path }: StagedFile): void {
  try {
    renameSync(temporary, path);
  } catch (error) {
    throw toIoError(error, "write", path);
  }
}

/** Where a secret is to be written, there may be one already, which no other file has. */
function exists({ path, mode }: Target): CloacinaError {
  return new CloacinaError("target_exists", `Cannot write ${quoted(path)}: it already exists`, {
    hint: mode === SECRET_MODE
      ? "write it elsewhere, or replace it with --force: a private key that is there now is lost"
      : "write it elsewhere, or replace it with --force",
  });
}

function homeless(path: string): CloacinaError {
  const [shown, directory] = [shownPath(path), dirname(path)];
  const hint = shownPath(directory) === directory ? `mkdir -p ${directory}` : undefined;
  const message = `Cannot write ${quoted(shown)}: there is no such directory`;
  return new CloacinaError("file_not_found", message, { hint });
}

function outcomeUnknown(files: readonly Target[], error: unknown): CloacinaError {
  const names = firstFew(files.map(({ path }) => quoted(shownPath(path)))).join(", ");
  const { message, cause } = toCloacinaError(error);
  const state = `Cannot tell whether ${names} would outlast a crash: ${message}`;
  const hint = "the new content is there; write it again when the disk works";
  return new CloacinaError("outcome_unknown", state, { hint, cause });
}

function isDirectory(path: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot write ${quoted(shownPath(path))}: it is a directory`,
    {
      hint: "give the path of a file in it; `package sign` takes a directory with --output-dir",
    },
  );
}

function refused(path: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot write ${quoted(path)}: ${state}`, {
    hint: "choose another name: only regular files are replaced",
  });
}
