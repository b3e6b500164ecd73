import { LOWER_HEX_32_BYTES } from "../../domain/patterns.ts";
import { faultOfClaims, MAX_CLAIM_LENGTH } from "../../domain/claims.ts";
import type { Bytes } from "../../crypto/bytes.ts";

/** The values that columns hold, as records have them. UUIDs are in lower case. */
export interface ColumnValues {
  readonly uuid: string;
  readonly uuids: readonly string[];
  readonly text: string;
  readonly bytes: Bytes;
  readonly time: Date;
}

export type ColumnKind = keyof ColumnValues;

declare const value: unique symbol;

/** A column, whose values are `Value` in a record. */
export interface Column<Value = unknown> {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly isNullable: boolean;
  /** The most characters of a text. */
  readonly maxLength: number;
  /** Whether a value of the kind is valid in this column. */
  readonly isValid: (value: never) => boolean;
  /** What a value is, as in "its org_id is not …". */
  readonly what: string;
  readonly [value]?: Value;
}

/**
 * An index that is there for speed alone; one that is `onlyActive`, of rows that are not revoked, is in Postgres alone.
 */
export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly onlyActive?: true;
}

/** A table: a column for each field of its records, in this order. Its primary key is `id`. */
export interface Table<Row = unknown> {
  readonly name: string;
  readonly columns: { readonly [Field in keyof Row]-?: Column<Row[Field]> };
  /** The columns of its one unique constraint: a row that has the same is the one that is replaced. */
  readonly unique: readonly string[];
  /** The column by which rows are oldest first. */
  readonly time: string;
  readonly indexes: readonly Index[];
  /**
   * Indexes that the engine does not have: a page of a listing is read in its order, without sorting all rows. They are
   * made with tables of ours; in the engine's, listings are sorted and everything else is as fast.
   */
  readonly listingIndexes: readonly Index[];
}

/** The columns of a table, in order. */
export function columnsOf(table: Table): readonly Column[] {
  return Object.values(table.columns);
}

/** IDs, of one sort. */
export function uuid<Id extends string>(name: string): Column<Id> {
  return column(name, "uuid", "a UUID");
}

/** Lists of such IDs. */
export function uuids<Id extends string>(name: string): Column<readonly Id[]> {
  return column(name, "uuids", "a list of UUIDs");
}

/** Any text of up to 255 characters. */
export function text(name: string): Column<string> {
  return column(name, "text", "text");
}

/** Times of the years 1 to 9999. */
export function time(name: string): Column<Date> {
  const isValid = (value: Date) => value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9999;
  return { ...column(name, "time", "a time in the years 1 to 9999"), isValid };
}

/** So many bytes. */
export function bytes(name: string, length: number): Column<Bytes> {
  const isValid = (value: Bytes) => value.length === length;
  return { ...column(name, "bytes", `${length} bytes`), isValid };
}

/** One byte or more, but not more than so many. */
export function bytesUpTo(name: string, most: number): Column<Bytes> {
  const isValid = (value: Bytes) => value.length > 0 && value.length <= most;
  return { ...column(name, "bytes", `1 to ${most} bytes`), isValid };
}

/** The value of a claim of this name. */
export function claim(name: string, claimed: string): Column<string> {
  const isValid = (value: string) => faultOfClaims({ [claimed]: value }) === undefined;
  return {
    ...column(name, "text", `a ${claimed} that can be claimed`),
    ...{ maxLength: MAX_CLAIM_LENGTH, isValid },
  };
}

/** Lower-case hex. */
export function sha256<Digest extends string>(name: string): Column<Digest> {
  const isValid = (value: string) => LOWER_HEX_32_BYTES.test(value);
  const what = "a SHA-256 digest (64 lower-case hex digits)";
  return { ...column(name, "text", what), maxLength: 64, isValid };
}

/** One of some words of up to 16 characters. */
export function word<Word extends string>(name: string, words: readonly Word[]): Column<Word> {
  const isValid = (value: string) => words.some((word) => word === value);
  return { ...column(name, "text", `one of ${words.join(", ")}`), maxLength: 16, isValid };
}

/** The same, or nothing. */
export function orNull<Value>(column: Column<Value>): Column<Value | null> {
  return { ...column, isNullable: true };
}

function column<Value>(name: string, kind: ColumnKind, what: string): Column<Value> {
  return { name, kind, what, isNullable: false, maxLength: 255, isValid: () => true };
}
