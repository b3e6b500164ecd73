import { constants, openSync } from "node:fs";
import { open, realpath, stat, unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { isErrorNumber, toIoError } from "../../files/io_error.ts";
import { requireKeptMode } from "../../files/kept_mode.ts";
import {
  requireTrustedFolderOf,
  requireTrustedPlace,
  requireTrustedPresent,
} from "../../files/trusted_place.ts";
import { CloacinaError } from "../../errors.ts";
import { databasePlace } from "../store_errors.ts";

/** Names that SQLite does not take for a file of that name. */
const SPECIAL = /^$|^:memory:$|^file:|\0/;

const OPEN = "open the database";

/** The files that SQLite keeps beside a database, as a part of it. */
const COMPANIONS = ["-wal", "-shm", "-journal"] as const;

const PRIVATE = 0o600;

/** The absolute path of a database file. Absolute, because SQLite reads a name that begins with "file:" as a URI. */
export function databasePath(path: string): string {
  if (!SPECIAL.test(path)) return resolve(path);
  throw new CloacinaError(
    "invalid_request",
    `Cannot open ${databasePlace(path)}: it is not a file`,
    {
      hint: "name a file, as in sqlite:///var/lib/cloacina/cloacina.db",
    },
  );
}

/**
 * Whether there is a database file, or a link to one. Throws for anything else at the path, and
 * `insufficient_permissions` where others may write it, or create a journal beside it, which SQLite would apply.
 */
export async function hasDatabaseFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error) => {
    if (isErrorNumber(error, "ENOENT")) return undefined;
    throw toFileError(error, "open", path);
  });
  if (found?.isFile() === false) throw refused("open", path, "it is not a regular file");
  requireTrustedFolderOf(path, OPEN);
  if (found === undefined) return false;
  requireTrustedPresent(path, OPEN);
  if (found.size === 1) throw oneByte(path);
  await requireTrustedCompanions(path);
  return true;
}

/** They are where the file itself is, also if the path is a link. */
async function requireTrustedCompanions(path: string): Promise<void> {
  const place = await realpath(path);
  for (const suffix of COMPANIONS) requireTrustedPlace(`${place}${suffix}`, OPEN);
}

/** SQLite takes a file of one byte for an empty database, and would write over it; it refuses other files itself. */
function oneByte(path: string): CloacinaError {
  const message = `Cannot access ${databasePlace(path)}: it is not an SQLite database`;
  return new CloacinaError("store_corrupt", message);
}

/** Creates an empty file that only its owner reads, unless there is a database already. */
export async function createDatabaseFile(path: string): Promise<void> {
  if (await hasDatabaseFile(path)) return;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  try {
    const file = await open(path, flags, PRIVATE);
    try {
      requireKeptMode(file.fd, PRIVATE, path);
      requireTrustedPresent(path, OPEN);
    } catch (error) {
      await unlink(path);
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CloacinaError) throw error;
    if (!isErrorNumber(error, "EEXIST")) throw toFileError(error, "create", path);
    if (await hasDatabaseFile(path)) return;
    throw refused("create", path, "it is a symbolic link to nothing, which is not followed");
  }
}

/**
 * Why SQLite could not open a file that is there. Should it open now, it stays open: closing it would drop the locks
 * that other connections of this process hold on it (sqlite.org/howtocorrupt.html, section 2.2).
 */
export function whyUnopened(path: string, cause: unknown): CloacinaError {
  if (cause instanceof Deno.errors.NotCapable) return toFileError(cause, "open", path);
  try {
    openSync(path, constants.O_RDONLY);
  } catch (error) {
    return toFileError(error, "open", path);
  }
  return new CloacinaError(
    "io_failed",
    `Cannot open ${databasePlace(path)}: SQLite could not open the file`,
    {
      hint: "run the command again",
      cause,
    },
  );
}

function toFileError(error: unknown, action: string, path: string): CloacinaError {
  if (!isErrorNumber(error, "ENOENT")) return toIoError(error, `${action} the database`, path);
  const message = `Cannot ${action} ${databasePlace(path)}: there is no such directory`;
  return new CloacinaError("file_not_found", message, { cause: error });
}

function refused(action: string, path: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot ${action} ${databasePlace(path)}: ${state}`);
}
