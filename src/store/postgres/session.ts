import postgres from "postgres";
import type { Bytes } from "../../crypto/bytes.ts";
import { isUuid } from "../../domain/ids.ts";
import { CloacinaError } from "../../errors.ts";
import type { Dialect, Fragment, SqlSession, SqlValue } from "../sql/session.ts";
import { type Column, type ColumnKind, columnsOf, type Table } from "../sql/columns.ts";
import { isEmptyWhereMissing, ownTableOf } from "../sql/tables.ts";
import { idTaken, noOwnTable } from "../store_errors.ts";
import type { RunStatement } from "./connection.ts";
import { COMPARE } from "./database_error.ts";
import { qualified, type Tables } from "./tables.ts";
import { IS_STANDBY, type ReadAtOnce, type Within } from "./transaction.ts";

const FINGERPRINT_DIGITS = 64;

/** How the server writes a time of the years 1 to 9999. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;

/** One of other years, which the engine reads too. */
const FAR_TIMESTAMP = /^(\d{4,6})-(\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?( BC)?$/;

/** The server's text of an array that has one dimension, begins at 1 and needs no quotes. */
const UUID_ARRAY = /^\{([0-9a-f,-]*)\}$/i;

/** SQLSTATEs (PostgreSQL, appendix A): a row with this ID, no such table, and one whose columns are others. */
const NOT_UNIQUE = "23505";
const NO_TABLE = "42P01";
const ANOTHER_TABLE = ["42703", "42704", "42804", "42809", "42883", "42P10"];

/** Postgres. Its statements run under a safe search path, and name their tables with the schema. */
export const POSTGRES: Dialect = {
  placeholder: (position) => `$${position}`,
  formats: {
    uuid: { encode: (id) => id, decode: toUuid },
    uuids: { encode: arrayOf, decode: toUuids },
    text: { encode: (text) => text, decode: toText },
    bytes: { encode: (bytes) => bytes, decode: toBytes },
    time: { encode: toTimestamp, decode: toTime },
  },
  selected: (table, what) => {
    if (what === "total") return `count(*) as total, ${IS_STANDBY}`;
    const columns = what === "rows" ? columnsOf(table) : [what];
    return `${columns.map(({ name }) => name).join(", ")}, ${IS_STANDBY}`;
  },
  // With one value, rows are read in the order of the index.
  isOneOf: ({ name, kind }, values) => (bind) => {
    const [only] = values;
    if (only !== undefined && values.length === 1) return `${name} = ${bind(only)}`;
    return `${name} = any(${bind(quotedArray(values))}::${kind}[])`;
  },
  given: (columns) => (bind) => {
    const lists = columns.map(({ kind, values }) => bind(quotedArray(values)) + arrayType(kind));
    return `unnest(${lists.join(", ")}) as given(${columns.map(({ name }) => name).join(", ")})`;
  },
  walk: {
    column: "id",
    isAfter: (table, position) => (bind) => `${table}.id > ${bind(position)}`,
    positionIn: "id",
  },
  source: (columns, rows) => (bind) => {
    const lists = columns.map(({ kind }, at) => {
      const values = rows.map((row) => row[at] ?? null);
      return bind(quotedArray(values)) + arrayType(kind);
    });
    return `select * from unnest(${lists.join(", ")})`;
  },
  mostRows: 1000,
  withoutIndex: ({ name }) => name,
  isTimeText: (text) => TIMESTAMP.test(text) && isMoment(text),
};

/** The types of values that are given as arrays. */
const ARRAY_TYPES: Readonly<Record<Exclude<ColumnKind, "uuids">, string>> = {
  uuid: "uuid",
  text: "text",
  bytes: "bytea",
  time: "timestamp",
};

/** Whether the database sorts hexadecimal digits as bytes. */
export type SortsByBytes = (within: Within) => Promise<boolean>;

/** How a session reaches the database: what reads alone, and anything else. */
export interface Access {
  readonly read: ReadAtOnce;
  readonly within: Within;
}

/** Reads and changes the tables by such an access; `place` is the database that errors name. */
export function postgresSession(
  { read, within }: Access,
  place: string,
  sortsByBytes: SortsByBytes,
): SqlSession {
  return {
    dialect: POSTGRES,
    place,
    read: (table, statements) =>
      explained(
        table,
        place,
        () =>
          read((tables) =>
            hasNoRows(tables, table) ? [] : statements(qualified(tables, table.name))
          ),
      ),
    change: (table, statement) =>
      explained(table, place, () =>
        within(async (run, tables) => {
          const { text, values } = statement(qualified(tables, table.name));
          return (await run(text, values)).count;
        })),
    returning: (table, statement) =>
      explained(table, place, () =>
        within(async (run, tables) => {
          const { text, values } = statement(qualified(tables, table.name));
          return (await run(text, values)).rows;
        })),
    beginsWith: async (column, prefix) => {
      if (prefix.length === FINGERPRINT_DIGITS) return (bind) => `${column.name} = ${bind(prefix)}`;
      return prefixRange(column, prefix, await sortsByBytes(within));
    },
  };
}

/**
 * The range uses the index, which is sorted by the database's collation: in Danish "aa" comes after "f", and then only
 * a range in the order of bytes is right, which no index serves.
 */
function prefixRange({ name }: Column, prefix: string, isByBytes: boolean): Fragment {
  const sorted = isByBytes ? name : `${name} collate "C"`;
  return (bind) => {
    const range = `${sorted} >= ${bind(prefix)} and ${sorted} < ${bind(`${prefix}g`)}`;
    return `(${range} and starts_with(${name}, ${bind(prefix)}))`;
  };
}

/** Asks a database once: it stays as it is. */
export function sortingOf(): SortsByBytes {
  let known: boolean | undefined;
  return async (within) => known ??= await within(sortsByBytes);
}

async function sortsByBytes(run: RunStatement): Promise<boolean> {
  const { rows } = await run(`
    select array_agg(pair order by pair) = array_agg(pair order by pair collate "C") as by_bytes
    from (select lpad(to_hex(number), 2, '0') as pair from generate_series(0, 255) as number) as pairs`);
  return rows[0]?.["by_bytes"] === true;
}

function hasNoRows({ missing }: Tables, table: Table): boolean {
  return isEmptyWhereMissing(table) && missing.includes(table.name);
}

/** Not every database has our own tables, and another application's table may have the name of one. */
export async function explained<Result>(
  table: Table,
  place: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof CloacinaError ? error.cause : undefined;
    if (!(cause instanceof postgres.PostgresError)) throw error;
    if (cause.code === NOT_UNIQUE) throw idTaken(place, cause);
    const own = ownTableOf(table);
    if (own === undefined) throw error;
    if (cause.code === NO_TABLE) throw noOwnTable(own, place, cause);
    throw ANOTHER_TABLE.includes(cause.code) ? anotherTable(table, place, cause) : error;
  }
}

function anotherTable(
  table: Table,
  place: string,
  cause: postgres.PostgresError,
): CloacinaError {
  const state = `its table ${table.name} belongs to another application (${cause.message})`;
  const message = `Cannot access the ${ownTableOf(table)} in ${place}: ${state}`;
  return new CloacinaError("store_corrupt", message, {
    hint: COMPARE,
    cause,
  });
}

function toUuid(stored: unknown): string | undefined {
  return typeof stored === "string" && isUuid(stored) ? stored.toLowerCase() : undefined;
}

/** An array of values that need no quotes. */
function arrayOf(values: readonly string[]): string {
  return `{${values.join(",")}}`;
}

/** Arrays of one dimension hold no lists. */
function arrayType(kind: ColumnKind): string {
  if (kind === "uuids") throw new Error("a list cannot be an element");
  return `::${ARRAY_TYPES[kind]}[]`;
}

/** An array of any values. */
function quotedArray(values: readonly SqlValue[]): string {
  return `{${values.map((value) => value === null ? "null" : quotedValue(value)).join(",")}}`;
}

function quotedValue(value: string | number | Uint8Array): string {
  const text = value instanceof Uint8Array ? `\\x${value.toHex()}` : String(value);
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function toUuids(stored: unknown): readonly string[] | undefined {
  const [, list] = UUID_ARRAY.exec(toText(stored) ?? "") ?? [];
  const ids = list === "" ? [] : list?.split(",");
  return ids?.every(isUuid) ? ids.map((id) => id.toLowerCase()) : undefined;
}

function toText(stored: unknown): string | undefined {
  return typeof stored === "string" ? stored : undefined;
}

/** In an array of their own: the driver's is a part of a larger one. */
function toBytes(stored: unknown): Bytes | undefined {
  return stored instanceof Uint8Array ? Uint8Array.from(stored) : undefined;
}

/** A time as TIMESTAMP without zone has it, in UTC. */
function toTimestamp(time: Date): string {
  return time.toISOString().replace("T", " ").replace("Z", "");
}

/** What is finer than a millisecond is left out. */
function toTime(stored: unknown): Date | undefined {
  const text = toText(stored) ?? "";
  const [, day, time, fraction = ""] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined) return toFarTime(text);
  return new Date(`${day}T${time}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
}

function toFarTime(text: string): Date | undefined {
  const [, digits, day, time, isBefore] = FAR_TIMESTAMP.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const year = isBefore === undefined ? Number(digits) : 1 - Number(digits);
  const sign = year < 0 ? "-" : "+";
  return new Date(`${sign}${String(Math.abs(year)).padStart(6, "0")}-${day}T${time}Z`);
}

/** A day that does not exist, such as February 30, would be read as another one. */
function isMoment(text: string): boolean {
  const seconds = text.slice(0, "2026-01-28 12:00:00".length).replace(" ", "T");
  const moment = new Date(`${seconds}Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(seconds);
  return isReal && moment.getUTCFullYear() >= 1;
}
