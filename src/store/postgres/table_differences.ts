import { type Column, type ColumnKind, columnsOf, type Table } from "../sql/columns.ts";
import { OID } from "./catalogue.ts";
import type { RunStatement } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** Types as the catalogue spells them. */
const TYPES: Readonly<Record<Exclude<ColumnKind, "text">, string>> = {
  uuid: "uuid",
  uuids: "uuid[]",
  bytes: "bytea",
  time: "timestamp without time zone",
};

/** Types that hold any text, or a limited one; and times to so many digits of a second. */
const TEXT_TYPE = /^(?:text|character varying(?:\((\d+)\))?)$/;
const TIME_TYPE = /^timestamp(?:\((\d)\))? without time zone$/;

/** What is written has milliseconds. */
const DIGITS_OF_A_SECOND = 3;

/** Whether a view passes on what is inserted and updated: bits 3 and 2, by CmdType in PostgreSQL's nodes.h. */
const INSERTS_AND_UPDATES = (1 << 3) | (1 << 2);

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** What is in a table's place: a table, or a view that passes everything on to one. */
interface Relation {
  readonly oid: string;
  /** The table that keeps the rows: itself, or that of the view. */
  readonly base: string;
  readonly isPartitioned: boolean;
}

/** The type with which a column is created. */
export function columnType({ kind, maxLength }: Column): string {
  return kind === "text" ? `character varying(${maxLength})` : TYPES[kind];
}

/** What keeps a table that is there from being used, each as in "signing_keys has no column id". */
export async function differencesOf(
  run: RunStatement,
  table: Table,
  tables: Tables,
): Promise<readonly string[]> {
  const relation = await readRelation(run, tables.schema, table.name);
  const found = typeof relation === "string" ? [relation] : await differences(run, table, relation);
  return found.map((difference) => `${table.name} ${difference}`);
}

async function differences(
  run: RunStatement,
  table: Table,
  { oid, base, isPartitioned }: Relation,
): Promise<readonly string[]> {
  const kept = await readColumns(run, base);
  const columns = oid === base ? kept : asKept(await readColumns(run, oid), kept);
  const uniques = await readUniques(run, base);
  // A unique index of a partitioned table has the columns by which it is partitioned; ids are random anyway.
  const wanted = isPartitioned ? [table.unique] : [["id"], table.unique];
  return [
    ...columnsOf(table).flatMap((column) => columnDifference(column, columns)),
    ...kept.filter((column) => isInTheWay(column, table)).map(({ name }) =>
      `has a column ${name}, which must be filled and is unknown to cloacina`
    ),
    ...wanted.map((unique) => unique.toSorted().join(", "))
      .filter((unique) => !uniques.includes(unique))
      .map((unique) => `has no unique index on ${unique}`),
  ];
}

/** Columns of a view: whether one may be empty is known of the table. */
function asKept(
  columns: readonly FoundColumn[],
  kept: readonly FoundColumn[],
): readonly FoundColumn[] {
  return columns.map((column) => {
    const isNullable = kept.find(({ name }) => name === column.name)?.isNullable;
    return { ...column, isNullable: isNullable ?? column.isNullable };
  });
}

function columnDifference(
  wanted: Column,
  columns: readonly FoundColumn[],
): readonly string[] {
  const { name, isNullable } = wanted;
  const found = columns.find((column) => column.name === name);
  if (found === undefined) return [`has no column ${name}`];
  if (!holds(found.type, wanted)) {
    return [`has a column ${name} of type ${found.type}, not ${columnType(wanted)}`];
  }
  if (found.isNullable === isNullable) return [];
  return [`has a column ${name} that ${found.isNullable ? "may" : "must not"} be empty`];
}

/** Whether all that is written to the column fits, and is read as it was written. */
function holds(type: string, { kind, maxLength }: Column): boolean {
  if (kind === "text") {
    const [isText, limit] = TEXT_TYPE.exec(type) ?? [];
    return isText !== undefined && Number(limit ?? maxLength) >= maxLength;
  }
  if (kind !== "time") return type === TYPES[kind];
  const [isTime, digits] = TIME_TYPE.exec(type) ?? [];
  return isTime !== undefined && Number(digits ?? DIGITS_OF_A_SECOND) >= DIGITS_OF_A_SECOND;
}

/** An insert of ours would fail, as it leaves this column out. */
function isInTheWay(column: FoundColumn, table: Table): boolean {
  const isOurs = columnsOf(table).some(({ name }) => name === column.name);
  return !isOurs && !column.isNullable && !column.hasDefault;
}

/** What is there, or why it cannot be used, in words. */
async function readRelation(
  run: RunStatement,
  schema: string,
  name: string,
): Promise<Relation | string> {
  const { rows } = await run(
    `with recursive base as (
        select c.oid, c.relkind from pg_class as c where c.oid = ${OID}
        union
        select c.oid, c.relkind from base
          join pg_rewrite on ev_class = base.oid and base.relkind = 'v'
          join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = pg_rewrite.oid
            and d.refclassid = 'pg_class'::regclass and d.refobjid <> base.oid
          join pg_class as c on c.oid = d.refobjid)
      select ${OID}::text as oid, oid::text as base, relkind::text as kind,
        pg_relation_is_updatable(${OID}, false) & ${INSERTS_AND_UPDATES} = ${INSERTS_AND_UPDATES} as is_written
      from base where relkind <> 'v'`,
    [schema, name],
  );
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) return "is a view that is not of one table";
  if (row["kind"] !== "r" && row["kind"] !== "p") return "is no table";
  if (row["is_written"] !== true) return "is a view that takes no changes";
  return {
    oid: String(row["oid"]),
    base: String(row["base"]),
    isPartitioned: row["kind"] === "p",
  };
}

async function readColumns(run: RunStatement, oid: string): Promise<readonly FoundColumn[]> {
  const { rows } = await run(
    `select attname::text as name, format_type(atttypid, atttypmod) as type, not attnotnull as is_nullable,
        atthasdef or attidentity <> '' as has_default
      from pg_attribute where attrelid = $1::oid and attnum > 0 and not attisdropped`,
    [oid],
  );
  return rows.map((row) => ({
    name: String(row["name"]),
    type: String(row["type"]),
    isNullable: row["is_nullable"] === true,
    hasDefault: row["has_default"] === true,
  }));
}

/** The columns of each unique index that counts for every row, sorted. */
async function readUniques(run: RunStatement, oid: string): Promise<readonly string[]> {
  const { rows } = await run(
    `select string_agg(attname::text, ', ' order by attname::text collate "C") as columns
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
      where indrelid = $1::oid and indisunique and indisvalid and indpred is null and indexprs is null
      group by indexrelid`,
    [oid],
  );
  return rows.map((row) => String(row["columns"]));
}
