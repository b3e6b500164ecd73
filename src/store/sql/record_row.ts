import { corruptRecord, unwritableRecord } from "../store_errors.ts";
import type { SqlRow, SqlSession, SqlValue, ValueFormat } from "./session.ts";
import { type Column, columnsOf, type Table } from "./tables.ts";

type Place = Pick<SqlSession, "dialect" | "place">;

/** The record of a row. Throws `store_corrupt`, which names the row and the column, where a value is not valid. */
export function readRecord<Row>(session: Place, table: Table<Row>, row: SqlRow): Row {
  const columns: readonly (readonly [string, Column])[] = Object.entries(table.columns);
  const fields = columns.map(([field, column]) => {
    const value = decode(session, column, row[column.name]);
    if (value !== undefined) return [field, value];
    const name = `row ${nameOf(session, row)} of ${table.name} in ${session.place}`;
    throw corruptRecord(name, `its ${column.name} is not ${column.what}`);
  });
  return Object.fromEntries(fields) as Row;
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

function decode({ dialect }: Place, column: Column, stored: unknown): unknown {
  if (stored === null) return column.isNullable ? null : undefined;
  const value = dialect.formats[column.kind].decode(stored);
  return value !== undefined && column.isValid(value as never) ? value : undefined;
}

/** Its id; where that is damaged, the number that the database gives it. */
function nameOf({ dialect }: Place, { id, row_number }: SqlRow): string {
  return dialect.formats.uuid.decode(id) ?? String(row_number);
}
