import { quoted } from "../domain/quoted.ts";
import { shownPath } from "../domain/shown_text.ts";
import { CloacinaError, type ErrorDetails } from "../errors.ts";
import type { OwnTable, SchemaStatus } from "./schema_status.ts";

// One text and one code for each fault that several stores have. `place` is where a store is, as these two say it.

/** A database, by its path or by its URL without a password. */
export function databasePlace(label: string): string {
  return `the database ${quoted(shownPath(label))}`;
}

/** A key directory, by its path. */
export function directoryPlace(root: string): string {
  return `the key directory ${quoted(shownPath(root))}`;
}

/** What is thrown where a store is there and cannot be used. */
export function noAccess(place: string, state: string, details: ErrorDetails = {}): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot access ${place}: ${state}`, details);
}

/** A store that must be there, and is not. */
export function noStore(place: string, hint: string): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot open ${place}: it does not exist`, {
    hint,
  });
}

/** Others hold a lock for longer than is waited for. */
export function lockedStore(place: string, cause?: unknown): CloacinaError {
  return noAccess(place, IS_LOCKED, { hint: WHEN_UNLOCKED, cause });
}

/** The state and the hint of a store that others have locked. */
export const IS_LOCKED = "another process has locked it";
export const WHEN_UNLOCKED = "run the command again when that process has finished";

/** A store that was closed: a bug of the caller, as the next one is. */
export function closedStore(place: string): CloacinaError {
  return new CloacinaError("internal_error", `Cannot access ${place}: it was closed`);
}

/** Work that goes on when its transaction has ended. */
export function transactionEnded(place: string): CloacinaError {
  return new CloacinaError("internal_error", `Cannot access ${place}: the transaction has ended`);
}

/** The state and the hint of a database without the tables for keys. */
export const NO_TABLES = "it has no tables for keys";
export const MIGRATE = "create them with `cloacina db migrate`";

/** The hint of what `db migrate` creates alone. */
export const MIGRATE_IT = "create it with `cloacina db migrate`";

/** Tables that were created, and are not what was wanted: something in the database has changed them. */
export function madeOtherwise(
  place: string,
  { problems, engineFault, refusal }: SchemaStatus,
): CloacinaError {
  const states = engineFault === undefined ? problems : [...problems, engineFault];
  const message = `Cannot create tables in ${place}: afterwards ${states.join(", ")}`;
  return new CloacinaError(refusal?.code ?? "store_corrupt", message, {
    hint: "find out what changes what is created there, such as a trigger, a rule or a default",
  });
}

/** A database without one of our own tables, where the other tables are ready. */
export function noOwnTable(own: OwnTable, place: string, cause?: unknown): CloacinaError {
  const message = `Cannot access the ${own} in ${place}: it has no table for them`;
  return new CloacinaError("store_unavailable", message, { hint: MIGRATE_IT, cause });
}

/** A record that is not as a store writes it. `record` says which it is, and where. */
export function corruptRecord(record: string, state: string, cause?: unknown): CloacinaError {
  const hint =
    "restore it from a backup; `cloacina db check` shows all bad rows, and what else helps";
  return new CloacinaError("store_corrupt", `Cannot read ${record}: ${state}`, { hint, cause });
}

/** A record that could not be read again. */
export function unwritableRecord(place: string, state: string, cause?: unknown): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot write to ${place}: ${state}`, { cause });
}

/** The name of a signing key that its organisation has already. */
export function keyNameTaken(name: string): CloacinaError {
  const message = `Cannot add the key ${
    quoted(name)
  }: the organisation already has a key of this name`;
  const hint = "choose another name; the name of a revoked key stays taken";
  return new CloacinaError("duplicate_name", message, { hint });
}

/** The ID of a record that another one has: IDs are made at random. */
export function idTaken(place: string, cause?: unknown): CloacinaError {
  return new CloacinaError("target_exists", `Cannot add a record to ${place}: its ID is taken`, {
    cause,
  });
}

/** The ID or the hash of an API token that another one has. */
export function tokenTaken(id: string): CloacinaError {
  const message = `Cannot add the API token ${quoted(id)}: its ID or its hash is taken`;
  return new CloacinaError("target_exists", message);
}

/** Rows that the database changed or left out when they were written. `action` reads "store the signatures in". */
export function storedOtherwise(action: string, place: string): CloacinaError {
  return new CloacinaError(
    "store_corrupt",
    `Cannot ${action} ${place}: they were not stored as they were written`,
    { hint: "nothing was changed; find out which trigger or rule changes them" },
  );
}
