import { rowValues } from "./record_row.ts";
import type { Fragment, SqlSession, SqlValue } from "./session.ts";
import { columnsOf, type Table } from "./columns.ts";

/** Rows that differ in what is unique, and the condition, if any, under which one that is there is replaced. */
interface Upsert<Row> {
  readonly records: readonly Row[];
  readonly onlyIf?: string;
}

/**
 * A statement that adds rows, or replaces all values of the existing ones but their IDs; `table` is its name in the
 * statement. Throws `invalid_request` for what could not be read again.
 */
export function upsertOf<Row>(
  session: SqlSession,
  table: Table<Row>,
  { records, onlyIf }: Upsert<Row>,
): (name: string) => Fragment {
  const columns = columnsOf(table);
  const names = columns.map(({ name }) => name);
  const replaced = names.filter((name) => name !== "id" && !table.unique.includes(name));
  const rows: readonly (readonly SqlValue[])[] = records.map((record) =>
    rowValues(session, table, record)
  );
  return (name) => (bind) =>
    [
      `insert into ${name} (${names.join(", ")}) ${session.dialect.source(columns, rows)(bind)}`,
      `on conflict (${table.unique.join(", ")}) do update`,
      `set ${replaced.map((column) => `${column} = excluded.${column}`).join(", ")}`,
      ...onlyIf === undefined ? [] : [`where ${onlyIf}`],
    ].join(" ");
}
