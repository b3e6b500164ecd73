import { constants } from "node:fs";
import { link, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";

/** A file to write, whole. `mode` is 0600 for whatever holds a secret; the umask may take bits away. */
export interface FileToWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

/** Whether a target that exists is an error or is replaced. A link or device at the target is an error in both. */
export type WriteMode = "create" | "replace";

/** A file that is written and synced under a temporary name beside its target. */
interface StagedFile extends FileToWrite {
  readonly temporary: string;
}

/**
 * Writes files durably, together: all are staged (written, synced) before the first takes its name, so that
 * a full disk leaves nothing, and a crash leaves each target old or new, never half. Throws `target_exists`.
 */
export async function writeFiles(files: readonly FileToWrite[], mode: WriteMode): Promise<void> {
  for (const file of files) await requireTarget(file.path, mode);
  const staged: StagedFile[] = [];
  try {
    for (const file of files) staged.push(await stage(file));
    await (mode === "create" ? createAll(staged) : replaceAll(staged));
  } finally {
    for (const { temporary } of staged) await unlink(temporary).catch(() => {});
  }
  for (const directory of new Set(files.map(({ path }) => dirname(path)))) {
    await syncDirectory(directory);
  }
}

async function requireTarget(path: string, mode: WriteMode): Promise<void> {
  const stat = await lstat(path).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return undefined;
    // Deno 2.9 shows devices to nobody who has not every permission.
    if (isErrorNumber(error, "ENOTCAPABLE")) throw refused(path, "it is not a regular file");
    throw toIoError(error, "write", path);
  });
  if (stat === undefined) return;
  if (stat.isDirectory()) throw refused(path, "it is a directory");
  if (stat.isSymbolicLink()) throw refused(path, "it is a symbolic link, which is not followed");
  if (!stat.isFile()) throw refused(path, "it is not a regular file");
  if (mode === "create") throw exists(path);
}

async function stage(file: FileToWrite): Promise<StagedFile> {
  const temporary = join(dirname(file.path), `.cloacina-${crypto.randomUUID()}.tmp`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  try {
    const handle = await open(temporary, flags, file.mode);
    try {
      await handle.writeFile(file.bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw isErrorNumber(error, "ENOENT")
      ? homeless(file.path)
      : toIoError(error, "write", file.path);
  }
  return { ...file, temporary };
}

/** Gives every staged file its name; where one name is taken, the names already given are taken back. */
async function createAll(files: readonly StagedFile[]): Promise<void> {
  const created: string[] = [];
  try {
    for (const file of files) {
      await create(file);
      created.push(file.path);
    }
  } catch (error) {
    for (const path of created) await unlink(path).catch(() => {});
    throw error;
  }
}

async function create({ temporary, path }: StagedFile): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (isErrorNumber(error, "EEXIST")) throw exists(path);
    if (!isWithoutLinks(error)) throw toIoError(error, "write", path);
    await createWithoutLinks(temporary, path);
  }
}

/** USB sticks are often FAT, which has no hard links. */
function isWithoutLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]
    .some((number) => isErrorNumber(error, number));
}

/** Takes the name with an empty file of our own, which the rename replaces. A crash in between leaves it empty. */
async function createWithoutLinks(temporary: string, path: string): Promise<void> {
  await open(path, "wx").then((empty) => empty.close(), (error) => {
    throw isErrorNumber(error, "EEXIST") ? exists(path) : toIoError(error, "write", path);
  });
  await rename(temporary, path).catch(async (error) => {
    await unlink(path).catch(() => {});
    throw toIoError(error, "write", path);
  });
}

async function replaceAll(files: readonly StagedFile[]): Promise<void> {
  for (const { temporary, path } of files) {
    await rename(temporary, path).catch((error) => {
      throw toIoError(error, "write", path);
    });
  }
}

/** Makes the new names durable. Windows cannot open a directory, and needs no such thing. */
async function syncDirectory(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  try {
    const directory = await open(path, "r");
    await directory.sync().finally(() => directory.close());
  } catch (error) {
    throw toIoError(error, "make durable what was written in", path);
  }
}

function exists(path: string): CloacinaError {
  return new CloacinaError("target_exists", `Cannot write ${path}: it exists already`, {
    hint: "choose another name with --output, or replace it with --force",
  });
}

function homeless(path: string): CloacinaError {
  const message = `Cannot write ${path}: there is no such directory`;
  return new CloacinaError("file_not_found", message, { hint: `mkdir -p ${dirname(path)}` });
}

function refused(path: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot write ${path}: ${state}`, {
    hint: "choose another name: only regular files are replaced",
  });
}
