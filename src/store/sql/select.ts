import {
  formatPosition,
  type ListPosition,
  noPosition,
  parsePosition,
} from "../../domain/list_position.ts";
import type { Page } from "../../domain/list_slice.ts";
import type { ReadRow } from "../../domain/read_row.ts";
import type { Listing } from "../store.ts";
import type { Chunk, Step } from "../../domain/walk.ts";
import { all } from "./conditions.ts";
import { readRecord } from "./record_row.ts";
import {
  type Bind,
  type Fragment,
  type SqlRow,
  type SqlSession,
  type Statement,
  statement,
} from "./session.ts";
import type { Table } from "./columns.ts";

/** Which rows are selected (`where` may be empty): in no order, or oldest first and then by ID; all, or only so many. */
interface Selection {
  readonly where: Fragment;
  readonly isOrdered?: true;
  readonly limit?: number | undefined;
}

/** The records that fulfil the conditions; a row that is not as its table has it is marked. */
export async function selectRecords<Row>(
  session: SqlSession,
  table: Table<Row>,
  { where, isOrdered, limit }: Selection,
): Promise<readonly ReadRow<Row>[]> {
  const [rows = []] = await session.read(table, (name) => [
    selectFrom(session, table, (bind) => {
      const source = `from ${name}${whereText(where, bind)}`;
      const sorted = isOrdered ? `${source} ${oldestFirst(table)}` : source;
      return limit === undefined ? sorted : `${sorted} limit ${bind(limit)}`;
    }),
  ]);
  return rows.map((row) => readRecord(session, table, row));
}

/** The one record that fulfils the conditions, which are by what is unique. */
export async function selectRecord<Row>(
  session: SqlSession,
  table: Table<Row>,
  where: Fragment,
): Promise<ReadRow<Row> | null> {
  const [record] = await selectRecords(session, table, { where });
  return record ?? null;
}

/** How many records fulfil the conditions. A change of its columns does not make this statement another one. */
export async function countRecords(
  session: SqlSession,
  table: Table,
  where: Fragment,
): Promise<number> {
  const [counted = []] = await session.read(table, (name) => [
    countOf(session, table, { name, where }),
  ]);
  return totalIn(counted);
}

/**
 * A page of the records, oldest first and then by id, with how many there are: counted for the first page, as that takes
 * longer the more there are, and from there on told by the position.
 */
export async function listRecords<Row>(
  session: SqlSession,
  table: Table<Row>,
  { where, page }: { readonly where: Fragment; readonly page: Page },
): Promise<Listing<ReadRow<Row>>> {
  const { limit, offset, after } = page;
  const start = after === undefined ? null : readPosition(session, after);
  const following = all(where, start === null ? null : isAfter(session, table, start));
  const [rows = [], counted = []] = await session.read(table, (name) => [
    selectFrom(session, table, (bind) => {
      const source = `from ${name}${whereText(following, bind)} ${oldestFirst(table)}`;
      // One more row shows whether others follow.
      return `${source} limit ${bind(limit + 1)} offset ${bind(start === null ? offset : 0)}`;
    }),
    ...start?.total === undefined ? [countOf(session, table, { name, where })] : [],
  ]);
  const total = start?.total ?? totalIn(counted);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map((row) => readRecord(session, table, row)),
    total,
    ...(last !== undefined && { next: positionOf(session, table, { row: last, total }) }),
  };
}

function countOf(
  { dialect }: SqlSession,
  table: Table,
  { name, where }: { readonly name: string; readonly where: Fragment },
): Statement {
  return statement(dialect, (bind) => {
    const total = dialect.selected(table, "total");
    return `select ${total} from ${name}${whereText(where, bind)}`;
  });
}

function totalIn(counted: readonly SqlRow[]): number {
  return Number(counted[0]?.["total"] ?? 0);
}

/** Records in the order in which the database walks through the table, from the beginning or after a position. */
export async function walkRecords<Row>(
  session: SqlSession,
  table: Table<Row>,
  { after, limit }: Step,
): Promise<Chunk<ReadRow<Row>>> {
  const { column, isAfter, positionIn } = session.dialect.walk;
  const [rows = []] = await session.read(table, (name) => [
    selectFrom(session, table, (bind) => {
      const where = after === null ? "" : ` where ${isAfter(table.name, after)(bind)}`;
      return `from ${name}${where} order by ${table.name}.${column} limit ${bind(limit)}`;
    }),
  ]);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    rows: rows.map((row) => readRecord(session, table, row)),
    ...(last !== undefined && { next: String(last[positionIn]) }),
  };
}

function selectFrom({ dialect }: SqlSession, table: Table, rest: Fragment): Statement {
  return statement(dialect, (bind) => `select ${dialect.selected(table, "rows")} ${rest(bind)}`);
}

/** The table's name keeps SQLite from sorting by what a column is selected as. */
function oldestFirst({ name, time }: Table): string {
  return `order by ${name}.${time}, ${name}.id`;
}

function isAfter({ dialect }: SqlSession, { name, time }: Table, start: ListPosition): Fragment {
  return (bind) => {
    const position = `${bind(start.time)}, ${bind(dialect.formats.uuid.encode(start.id))}`;
    return `(${name}.${time}, ${name}.id) > (${position})`;
  };
}

/** With the time as the database writes it, which may be finer than a Date. */
function positionOf(
  { dialect }: SqlSession,
  { time }: Table,
  { row, total }: { readonly row: SqlRow; readonly total: number },
): string {
  const { text, uuid } = dialect.formats;
  return formatPosition({
    time: text.decode(row[time]) ?? "",
    id: uuid.decode(row["id"]) ?? "",
    total,
  });
}

/** Throws `invalid_request` where the time is not one that the database writes. */
function readPosition({ dialect }: SqlSession, text: string): ListPosition {
  const position = parsePosition(text);
  if (dialect.isTimeText(position.time)) return position;
  throw noPosition();
}

function whereText(where: Fragment, bind: Bind): string {
  const text = where(bind);
  return text === "" ? "" : ` where ${text}`;
}
