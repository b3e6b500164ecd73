import { CloacinaError, type ErrorCode } from "../../errors.ts";
import { databasePlace, IS_LOCKED, WHEN_UNLOCKED } from "../store_errors.ts";

/** Primary result codes (sqlite.org/rescode.html). */
const ERROR = 1;
const BUSY = 5;
const TABLE_LOCKED = 6;
const PROTOCOL = 15;

/** What a result code means to the user: code, state, hint. */
const STATES: Readonly<Record<number, readonly [ErrorCode, string, hint?: string]>> = {
  3: ["insufficient_permissions", "permission denied"],
  [BUSY]: ["store_unavailable", IS_LOCKED, WHEN_UNLOCKED],
  [TABLE_LOCKED]: ["store_unavailable", IS_LOCKED, WHEN_UNLOCKED],
  7: ["io_failed", "there is not enough memory"],
  8: ["insufficient_permissions", "the file or its directory cannot be written"],
  10: ["io_failed", "input or output failed"],
  11: ["store_corrupt", "the file is damaged", "restore it from a backup"],
  13: ["io_failed", "no space is left on the device"],
  14: ["io_failed", "one of its files cannot be opened"],
  [PROTOCOL]: ["store_unavailable", IS_LOCKED, WHEN_UNLOCKED],
  19: ["store_corrupt", "its tables reject the row"],
  26: ["store_corrupt", "it is not an SQLite database"],
};

/** Extended result codes of a lock that the system refused: SQLITE_IOERR_RDLOCK, _CHECKRESERVEDLOCK, _LOCK, _SHMLOCK. */
const LOCK_FAILURES = [2314, 3594, 3850, 5130];

/** As the system says it with EOPNOTSUPP or ENOSYS. For ENOLCK SQLite itself says that another process has the lock. */
const NO_LOCKS = [
  "io_failed",
  "its file system has no locks",
  "keep it on a file system that supports locks, such as a local disk",
] as const;

/** Turns what SQLite threw into a coded error; a coded error passes through, and any other error is a bug of ours. */
export function toStoreError(error: unknown, path: string): unknown {
  const row = isLockFailure(error) ? NO_LOCKS : STATES[resultCode(error) ?? 0];
  if (row === undefined) return error;
  const [code, state, hint] = row;
  return new CloacinaError(code, `Cannot access ${databasePlace(path)}: ${state}`, {
    hint,
    cause: error,
  });
}

/** Whether another connection has a lock, so that a retry may succeed. */
export function isBusy(error: unknown): boolean {
  return [BUSY, TABLE_LOCKED, PROTOCOL].includes(resultCode(error) ?? 0);
}

/** Whether SQLite did not understand a statement of ours: then the tables are not as they should be. */
export function isUnknownToSchema(error: unknown): boolean {
  return resultCode(error) === ERROR;
}

/** A statement that SQLite refused although the tables are as they should be: something else in the schema is not. */
export function refusedBySqlite(action: string, path: string, cause: unknown): CloacinaError {
  const words = cause instanceof Error ? ` (${cause.message})` : "";
  const message = `Cannot ${action} ${databasePlace(path)}: SQLite refused a statement${words}`;
  return new CloacinaError("store_corrupt", message, { cause });
}

/** Whether SQLite found no table of this name. */
export function isMissingTable(error: unknown, table: string): boolean {
  return error instanceof Error && error.message === `no such table: ${table}`;
}

/** Whether a row with this primary key is there already. */
export function isTakenId(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 1555;
}

/** Whether the file was not opened at all: the runtime refused to, or SQLite's error has no result code. */
export function isUnopened(error: unknown): boolean {
  if (error instanceof Deno.errors.NotCapable) return true;
  const isOfSqlite = error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
  return isOfSqlite && resultCode(error) === undefined;
}

function isLockFailure(error: unknown): boolean {
  return error instanceof Error && "errcode" in error &&
    LOCK_FAILURES.some((code) => code === error.errcode);
}

/** The low byte of an extended result code. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error && "errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}
