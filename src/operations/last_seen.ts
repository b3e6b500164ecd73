import type { ApiTokenHash, ApiTokenRecord } from "../domain/api_token.ts";
import { dropOldest } from "../domain/drop_oldest.ts";
import type { KeyId } from "../domain/ids.ts";
import type { SigningKeyRecord } from "../domain/records.ts";
import { CloacinaError, type ErrorCode } from "../errors.ts";

/** How many rows of a kind are remembered at most; the one that was first seen longest ago is dropped first. */
const MAX_SEEN = 1000;

/** The longest row that is remembered, in characters and bytes: ours are far shorter, and a database may hold any. */
const MAX_ROW_LENGTH = 16 * 1024;

/**
 * Usable rows of tokens and keys as they were last looked up. A request that begins with one is a guess: the
 * transaction in which it acts compares it with the row, and a request that guessed wrong is done again, with look-ups.
 */
export interface LastSeen {
  readonly tokens: Seen<ApiTokenHash, ApiTokenRecord>;
  readonly keys: Seen<KeyId, SigningKeyRecord>;
}

/** Rows of one kind. */
interface Seen<Name, Row> {
  readonly get: (name: Name) => Row | undefined;
  /** Null where no row is to be used. */
  readonly set: (name: Name, row: Row | null) => void;
}

/** Nothing was seen yet. */
export function newLastSeen(): LastSeen {
  return { tokens: seenRows(), keys: seenRows() };
}

/** Keeps the same object as long as its row is unchanged. */
function seenRows<Name, Row extends object>(): Seen<Name, Row> {
  const rows = new Map<Name, Row>();
  const set = (name: Name, row: Row | null) => {
    const before = rows.get(name);
    if (row === null || lengthOf(row) > MAX_ROW_LENGTH) rows.delete(name);
    else if (before === undefined || !isUnchanged(before, row)) rows.set(name, row);
    dropOldest(rows, MAX_SEEN);
  };
  return { get: (name) => rows.get(name), set };
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || value instanceof Uint8Array) return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + lengthOf(part), 0);
}

/** Whether a row is as it was seen, in every column. */
export function isUnchanged<Row extends object>(seen: Row, row: Row): boolean {
  return Object.entries(seen).every(([field, value]) => isSame(value, row[field as keyof Row]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((value, at) => value === other[at]);
  }
  return one === other;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) || value instanceof Uint8Array;
}

/** Errors that no wrong guess causes. */
const NOT_OF_GUESSES: readonly ErrorCode[] = ["store_unavailable", "outcome_unknown", "io_failed"];

/** Whether a request that guessed may have failed for that. Then it is done again, and only that counts. */
export function mayBeOfGuess(error: unknown): boolean {
  return error instanceof CloacinaError && !NOT_OF_GUESSES.includes(error.code);
}
