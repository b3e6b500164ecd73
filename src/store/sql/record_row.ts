import type { Intact } from "../../domain/damaged.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import { corruptRecord, unwritableRecord } from "../store_errors.ts";
import type { SqlRow, SqlSession, SqlValue, ValueFormat } from "./session.ts";
import { type Column, columnsOf, type Table } from "./columns.ts";

type Place = Pick<SqlSession, "dialect" | "place">;

/** The record of a row; where a value is not valid, what is left of it, with an error that names row and column. */
export function readRecord<Row>(session: Place, table: Table<Row>, row: SqlRow): ReadRow<Row> {
  const columns: readonly (readonly [string, Column])[] = Object.entries(table.columns);
  const values = columns.map(([field, column]) => ({
    field,
    column,
    value: decode(session, column, row[column.name]),
  }));
  const invalid = values.filter(({ column, value }) => !isValid(column, value));
  if (invalid.length === 0) return recordOf<Row>(values);
  const [{ column: { name, what } }] = invalid as [typeof invalid[number]];
  const fault = `its ${name} is not ${what}`;
  const place = `row ${nameOf(session, row)} of ${table.name} in ${session.place}`;
  return {
    fault,
    intact: recordOf<Intact<Row>>(values.filter((value) => !invalid.includes(value))),
    error: corruptRecord(place, fault),
    engineRow: values.some(({ value }) => value === undefined) ? null : recordOf<Row>(values),
    seemsRevoked: (row["revoked_at"] ?? null) !== null,
  };
}

function recordOf<Row>(values: readonly { readonly field: string; readonly value: unknown }[]) {
  return Object.fromEntries(values.map(({ field, value }) => [field, value])) as Row;
}

function isValid(column: Column, value: unknown): boolean {
  if (value === null) return column.isNullable;
  return value !== undefined && column.isValid(value as never);
}

/**
 * The values of a record's row, in the order of the columns. Throws `invalid_request` for what could not be read again.
 */
export function rowValues<Row>(
  session: Place,
  table: Table<Row>,
  record: Row,
): readonly SqlValue[] {
  const values: readonly unknown[] = Object.keys(table.columns).map((field) =>
    record[field as keyof Row]
  );
  return columnsOf(table).map((column, at) => columnValue(session, column, values[at]));
}

/** The value of one column. Throws `invalid_request` for what could not be read again. */
export function columnValue<Value>(
  session: Place,
  column: Column<Value>,
  value: Value | null,
): SqlValue {
  if (value === null && column.isNullable) return null;
  const format = session.dialect.formats[column.kind] as ValueFormat<unknown>;
  if (column.isValid(value as never)) return format.encode(value);
  throw unwritableRecord(session.place, `the ${column.name} is not ${column.what}`);
}

/** Undefined where the value is of another kind. */
function decode({ dialect }: Place, column: Column, stored: unknown): unknown {
  if (stored === null) return column.isNullable ? null : undefined;
  return dialect.formats[column.kind].decode(stored);
}

/** Its id; where that is damaged, the number that the database gives it. */
function nameOf({ dialect }: Place, { id, row_number }: SqlRow): string {
  return dialect.formats.uuid.decode(id) ?? String(row_number);
}
