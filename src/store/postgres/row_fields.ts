import type { ApiTokenHash } from "../../domain/api_token.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { isUuid } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { CloacinaError } from "../../errors.ts";

/** A row as the driver gives it, and where it is from, by which an error names it. */
export interface Row {
  readonly values: Readonly<Record<string, unknown>>;
  readonly table: string;
  readonly label: string;
}

/** The server's text of an array that has one dimension, begins at 1 and needs no quotes. */
const UUID_ARRAY = /^\{([0-9a-f,-]*)\}$/i;

const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;

/** A UUID, in lower case. Throws `store_corrupt`, as all of these do. */
export function uuidOf<Id extends string>(row: Row, column: string): Id {
  const value = row.values[column];
  if (typeof value === "string" && isUuid(value)) return value.toLowerCase() as Id;
  throw corrupt(row, column, "no UUID");
}

/** A UUID, or null where the column is empty. */
export function uuidOrNull<Id extends string>(row: Row, column: string): Id | null {
  return row.values[column] === null ? null : uuidOf<Id>(row, column);
}

/** UUIDs in lower case, in the order of their array, or null where the column is empty. */
export function uuidsOrNull<Id extends string>(row: Row, column: string): readonly Id[] | null {
  const value = row.values[column];
  if (value === null) return null;
  const [, list] = UUID_ARRAY.exec(typeof value === "string" ? value : "") ?? [];
  const ids = list === "" ? [] : list?.split(",");
  if (ids?.every(isUuid)) return ids.map((id) => id.toLowerCase() as Id);
  throw corrupt(row, column, "no list of UUIDs");
}

/** One of some words. */
export function wordOf<Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
): Word {
  const word = words.find((word) => word === row.values[column]);
  if (word !== undefined) return word;
  throw corrupt(row, column, `none of ${words.join(", ")}`);
}

/** Text as it is. */
export function textOf(row: Row, column: string): string {
  const value = row.values[column];
  if (typeof value === "string") return value;
  throw corrupt(row, column, "no text");
}

/** Text, or null where the column is empty. */
export function textOrNull(row: Row, column: string): string | null {
  return row.values[column] === null ? null : textOf(row, column);
}

/** The 64 lower-case hexadecimal digits of a SHA-256. */
export function digestOf<Digest extends Fingerprint | PackageHash | ApiTokenHash>(
  row: Row,
  column: string,
): Digest {
  const value = row.values[column];
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return value as Digest;
  throw corrupt(row, column, "no SHA-256 of 64 lower-case hexadecimal digits");
}

/** So many bytes, in an array of their own. */
export function bytesOf(row: Row, column: string, length: number): Uint8Array<ArrayBuffer> {
  const value = row.values[column];
  if (!(value instanceof Uint8Array)) throw corrupt(row, column, "no bytes");
  if (value.length === length) return Uint8Array.from(value);
  throw corrupt(row, column, `${value.length} bytes, not ${length}`);
}

/** A time in UTC of the years 1 to 9999. What is finer than a millisecond is left out. */
export function timeOf(row: Row, column: string): Date {
  const value = row.values[column];
  const [, day, time, fraction = ""] = TIMESTAMP.exec(typeof value === "string" ? value : "") ?? [];
  if (day === undefined) throw corrupt(row, column, "no time of the years 1 to 9999");
  return new Date(`${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
}

/** A time, or null where the column is empty. */
export function timeOrNull(row: Row, column: string): Date | null {
  return row.values[column] === null ? null : timeOf(row, column);
}

function corrupt({ values, table, label }: Row, column: string, state: string): CloacinaError {
  const row = `row ${values["id"]} of ${table} in ${label}`;
  return new CloacinaError("store_corrupt", `Cannot read ${row}: its ${column} has ${state}`);
}
