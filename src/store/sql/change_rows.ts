import type { CloacinaError } from "../../errors.ts";
import { storedOtherwise } from "../store_errors.ts";
import { type Column, columnsOf, type Table } from "./columns.ts";
import { all, isActive } from "./conditions.ts";
import { columnValue, rowValues } from "./record_row.ts";
import { countRecords } from "./select.ts";
import { type Fragment, type SqlSession, statement } from "./session.ts";
import { upsertOf } from "./upsert.ts";

// Every change is looked at afterwards: a trigger or rule on the table may leave it out or undo it, and what was not
// revoked must not be said to be. What throws `store_corrupt` ends the transaction.

/** A table of rows that can be revoked. */
type Revocable = Table & { readonly columns: { readonly revokedAt: Column<Date | null> } };

/** Adds a row. False where another one has its id, or what is unique. */
export async function addRow<Row>(
  session: SqlSession,
  table: Table<Row>,
  record: Row,
): Promise<boolean> {
  const added = await session.change(table, (name) =>
    statement(
      session.dialect,
      (bind) => `${insert(session, table, { name, record })(bind)} on conflict do nothing`,
    ));
  if (added > 0) await requireStored(session, table, record);
  return added > 0;
}

/** Adds a row; or replaces all values of the existing row but the ID. */
export async function saveRow<Row>(
  session: SqlSession,
  table: Table<Row>,
  record: Row,
): Promise<void> {
  const upsert = upsertOf(session, table, { records: [record] });
  await session.change(table, (name) => statement(session.dialect, upsert(name)));
  await requireStored(session, table, record);
}

/** Sets `revoked_at` where it is not set. False where it was set everywhere, or there is no row. */
export async function revokeRows(
  session: SqlSession,
  table: Revocable,
  { where, at }: { readonly where: Fragment; readonly at: Date },
): Promise<boolean> {
  const { name: column } = table.columns.revokedAt;
  const value = columnValue(session, table.columns.revokedAt, at);
  const active = all(where, isActive);
  const revoked = await session.change(
    table,
    (name) =>
      statement(
        session.dialect,
        (bind) => `update ${name} set ${column} = ${bind(value)} where ${active(bind)}`,
      ),
  );
  await requireNone(session, table, active);
  return revoked > 0;
}

/** Deletes rows. False where there was none. */
export async function removeRows(
  session: SqlSession,
  table: Table,
  where: Fragment,
): Promise<boolean> {
  const removed = await session.change(
    table,
    (name) => statement(session.dialect, (bind) => `delete from ${name} where ${where(bind)}`),
  );
  await requireNone(session, table, where);
  return removed > 0;
}

async function requireNone(session: SqlSession, table: Table, where: Fragment): Promise<void> {
  const left = await countRecords(session, table, where);
  if (left > 0) throw changedOtherwise(session, table);
}

/** The row that is there keeps its ID. */
async function requireStored<Row>(
  session: SqlSession,
  table: Table<Row>,
  record: Row,
): Promise<void> {
  const values = rowValues(session, table, record);
  const conditions = columnsOf(table).map(({ name }, at): Fragment | null => {
    if (name === "id") return null;
    const equals = table.unique.includes(name) ? "=" : "is not distinct from";
    return (bind) => `${name} ${equals} ${bind(values[at]!)}`;
  });
  const stored = await countRecords(session, table, all(...conditions));
  if (stored === 0) throw changedOtherwise(session, table);
}

function changedOtherwise({ place }: SqlSession, { name }: Table): CloacinaError {
  return storedOtherwise(`change rows of ${name} in`, place);
}

function insert<Row>(
  session: SqlSession,
  table: Table<Row>,
  { name, record }: { readonly name: string; readonly record: Row },
): Fragment {
  const columns = columnsOf(table).map((column) => column.name).join(", ");
  const values = rowValues(session, table, record);
  return (bind) => `insert into ${name} (${columns}) values (${values.map(bind).join(", ")})`;
}
