import { isUuid } from "../../domain/ids.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { isRfc3339 } from "../../formats/rfc3339.ts";
import type { Dialect, GivenColumn, SqlSession } from "../sql/session.ts";
import { columnsOf, type Table } from "../sql/columns.ts";
import { isEmptyWhereMissing } from "../sql/tables.ts";
import { idTaken } from "../store_errors.ts";
import type { Connection } from "./connection.ts";
import { isMissingTable, isTakenId } from "./sqlite_error.ts";
import { utf8Text } from "../../formats/utf8.ts";

const UUID_BYTES = 16;

/** Runs a function on a connection: all that it reads is of one moment. */
export type Look = <Result>(look: (connection: Connection) => Result) => Promise<Result>;

/** SQLite, whose values are as the engine has them: UUIDs are 16 bytes, times are RFC 3339, lists are JSON. */
export const SQLITE: Dialect = {
  placeholder: () => "?",
  formats: {
    uuid: { encode: uuidBytes, decode: toUuid },
    uuids: { encode: (ids) => JSON.stringify(ids), decode: toUuids },
    text: { encode: (text) => text, decode: toText },
    bytes: { encode: (bytes) => bytes, decode: toBytes },
    time: { encode: toTimeText, decode: toTime },
  },
  selected: (table, what) => {
    if (what === "total") return "count(*) AS total";
    if (what !== "rows") return what.name;
    const columns = columnsOf(table).map(({ name, kind }) =>
      isText(kind) ? textColumn(name) : name
    );
    return ["rowid AS row_number", ...columns].join(", ");
  },
  // With one value, rows are read in the order of the index; any other number is one list.
  isOneOf: ({ name, kind }, values) => (bind) => {
    const isUuid = kind === "uuid";
    const [only] = values;
    if (only !== undefined && values.length === 1) {
      return `${name} = ${bind(isUuid ? uuidBytes(only) : only)}`;
    }
    const list = [...new Set(values)].map((value) => isUuid ? value.replaceAll("-", "") : value);
    const value = isUuid ? "unhex(value)" : "value";
    return `${name} IN (SELECT ${value} FROM json_each(${bind(JSON.stringify(list))}))`;
  },
  given: (columns) => (bind) => {
    const rows = columns[0]!.values.map((_, at) => columns.map((column) => hexAt(column, at)));
    const selected = columns.map(({ name }, at) =>
      `unhex(json_extract(value, '$[${at}]')) AS ${name}`
    );
    return `(SELECT ${selected.join(", ")} FROM json_each(${bind(JSON.stringify(rows))})) AS given`;
  },
  // By the number of the row, which a row with a damaged ID has too.
  walk: {
    column: "rowid",
    isAfter: (table, position) => (bind) => `${table}.rowid > CAST(${bind(position)} AS INTEGER)`,
    positionIn: "row_number",
  },
  source: (_columns, rows) => (bind) =>
    `VALUES ${rows.map((row) => `(${row.map(bind).join(", ")})`).join(", ")}`,
  // Each number of rows is a statement that is kept prepared.
  mostRows: 20,
  withoutIndex: ({ name }) => `+${name}`,
  isTimeText: (text) => parseTimeText(text) !== null,
};

/** Reads and changes the tables with `look`; `place` is the database that errors name. */
export function sqliteSession(look: Look, place: string): SqlSession {
  return {
    dialect: SQLITE,
    place,
    read: (table, statements) =>
      look((connection) =>
        noneWhereMissing(
          table,
          () => statements(table.name).map(({ text, values }) => connection.rows(text, ...values)),
        )
      ),
    change: (table, statement) =>
      look((connection) => {
        const { text, values } = statement(table.name);
        return changing(place, () => connection.change(text, ...values));
      }),
    returning: (table, statement) =>
      look((connection) => {
        const { text, values } = statement(table.name);
        return changing(place, () => connection.rows(text, ...values));
      }),
    beginsWith: ({ name }, prefix) =>
      Promise.resolve((bind) => `(${name} >= ${bind(prefix)} AND ${name} < ${bind(`${prefix}g`)})`),
  };
}

/** A time as the engine's Rust code writes it: UTC as "+00:00", milliseconds unless they are zero. */
export function toTimeText(time: Date): string {
  return time.toISOString().replace(/(?:\.000)?Z$/, "+00:00");
}

/**
 * Reads any RFC 3339 time, down to the millisecond. Null for any other text. Times of one form sort as text: "+" comes
 * before the "." of a fraction, and that before every digit.
 */
export function parseTimeText(text: string): Date | null {
  if (!isRfc3339(text)) return null;
  const [, minutes = "", second, rest = ""] = /^(.{17})(..)(.*)$/.exec(text.toUpperCase()) ?? [];
  // A leap second is the one after :59.
  const [seconds, more] = second === "60" ? ["59", 1000] : [second, 0];
  return new Date(Date.parse(`${minutes}${seconds}${rest}`) + more);
}

function noneWhereMissing<Rows>(
  table: Table,
  read: () => readonly Rows[],
): readonly Rows[] {
  try {
    return read();
  } catch (error) {
    if (isEmptyWhereMissing(table) && isMissingTable(error, table.name)) return [];
    throw error;
  }
}

function changing<Result>(place: string, change: () => Result): Result {
  try {
    return change();
  } catch (error) {
    throw isTakenId(error) ? idTaken(place, error) : error;
  }
}

function isText(kind: string): boolean {
  return kind === "text" || kind === "time" || kind === "uuids";
}

/**
 * Selects a text column as its bytes: where text has a NUL or is not UTF-8, the runtime hands out something shorter or
 * something else. What is not text becomes a number, which no column of ours is.
 */
function textColumn(name: string): string {
  return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) WHEN 'null' THEN NULL ELSE 0 END AS ${name}`;
}

function hexAt(column: GivenColumn, at: number): string {
  return column.kind === "uuid"
    ? column.values[at]!.replaceAll("-", "")
    : column.values[at]!.toHex();
}

function uuidBytes(uuid: string): Bytes {
  return Uint8Array.fromHex(uuid.replaceAll("-", ""));
}

function toUuid(stored: unknown): string | undefined {
  if (!(stored instanceof Uint8Array) || stored.length !== UUID_BYTES) return undefined;
  return stored.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** UUIDs in lower case that are a JSON array. */
function toUuids(stored: unknown): readonly string[] | undefined {
  const list = toJson(stored);
  const isId = (value: unknown) =>
    typeof value === "string" && isUuid(value) && value === value.toLowerCase();
  return Array.isArray(list) && list.every(isId) ? list : undefined;
}

function toJson(stored: unknown): unknown {
  try {
    return JSON.parse(toText(stored) ?? "");
  } catch {
    return undefined;
  }
}

function toText(stored: unknown): string | undefined {
  return stored instanceof Uint8Array ? utf8Text(stored) ?? undefined : undefined;
}

function toBytes(stored: unknown): Bytes | undefined {
  return stored instanceof Uint8Array ? new Uint8Array(stored) : undefined;
}

function toTime(stored: unknown): Date | undefined {
  const text = toText(stored);
  return text === undefined ? undefined : parseTimeText(text) ?? undefined;
}
