import {
  API_TOKENS,
  type Column,
  type ColumnKind,
  columnsOf,
  SIGNING_TABLES,
  type Table,
} from "../sql/tables.ts";
import {
  ENGINE_MIGRATIONS_TABLE,
  engineFaultOf,
  SIGNING_MIGRATIONS,
  unrecordedIn,
} from "../sql/engine_migrations.ts";
import type { SchemaStatus } from "../store.ts";
import { exists, OID } from "./catalogue.ts";
import type { RunStatement } from "./connection.ts";
import { hasEngine, readEngineRecord } from "./engine_record.ts";
import type { Tables } from "./tables.ts";

/** Types as the catalogue spells them. */
const TYPES: Readonly<Record<Exclude<ColumnKind, "text">, string>> = {
  uuid: "uuid",
  uuids: "uuid[]",
  bytes: "bytea",
  time: "timestamp without time zone",
};

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** The four tables, and our own of API tokens, each judged separately. */
export interface SchemaFindings {
  readonly owner: SchemaStatus["owner"];
  /** Whether one of the four names is taken. */
  readonly hasAnySigningTable: boolean;
  readonly hasApiTokens: boolean;
  /** The engine's migrations that created the four, as far as they are known not to be recorded. */
  readonly unrecorded: readonly string[];
  /** What is wrong with the four; empty where they are ready. */
  readonly signingProblems: readonly string[];
  /** What is wrong with our own table; empty where it is missing, too. */
  readonly tokenProblems: readonly string[];
}

/** The type of a column. */
export function columnType({ kind, maxLength }: Column): string {
  return kind === "text" ? `character varying(${maxLength})` : TYPES[kind];
}

/** The state of the tables, as `db status` shows it. */
export async function readSchemaStatus(run: RunStatement, tables: Tables): Promise<SchemaStatus> {
  const schema = await readSchema(run, tables);
  const { owner, hasApiTokens, signingProblems, tokenProblems } = schema;
  const problems = [...signingProblems, ...tokenProblems];
  const { strangeOwner } = tables;
  const engineFault = signingProblems.length === 0 ? faultOf(tables, schema) : undefined;
  return {
    ...{ owner, isReady: problems.length === 0, hasApiTokens, problems },
    ...(strangeOwner !== null && { strangeOwner }),
    ...(engineFault !== undefined && { engineFault }),
  };
}

function faultOf(
  { engineRecord }: Tables,
  { unrecorded }: SchemaFindings,
): string | undefined {
  if (engineRecord?.isTrusted !== false) return engineFaultOf(unrecorded);
  return "whether the engine can start is unknown, as its table " +
    `${ENGINE_MIGRATIONS_TABLE} belongs to ${engineRecord.owner}`;
}

/** Compares the tables with what they should be, in the columns that are used. Additional columns are ignored. */
export async function readSchema(run: RunStatement, tables: Tables): Promise<SchemaFindings> {
  const record = await readEngineRecord(run, tables);
  const hasApiTokens = await exists(run, tables, API_TOKENS.name);
  const signingProblems: string[] = [];
  let hasAnySigningTable = false;
  for (const table of SIGNING_TABLES) {
    const isPresent = await exists(run, tables, table.name);
    hasAnySigningTable ||= isPresent;
    const problems = isPresent
      ? await problemsOf(run, table, tables)
      : [`${table.name} is missing`];
    signingProblems.push(...problems);
  }
  const hasSigningTables = signingProblems.length === 0;
  const isEngine = await hasEngine(run, tables, { record, hasSigningTables });
  return {
    owner: isEngine ? "engine" : hasSigningTables ? "cloacina" : "nobody",
    hasAnySigningTable,
    hasApiTokens,
    unrecorded: unrecordedIn(record, SIGNING_MIGRATIONS.postgres),
    signingProblems,
    tokenProblems: hasApiTokens ? await problemsOf(run, API_TOKENS, tables) : [],
  };
}

async function problemsOf(
  run: RunStatement,
  table: Table,
  tables: Tables,
): Promise<readonly string[]> {
  const found = await differences(run, table, tables);
  return found.map((difference) => `${table.name} ${difference}`);
}

async function differences(
  run: RunStatement,
  table: Table,
  { schema }: Tables,
): Promise<readonly string[]> {
  const columns = await readColumns(run, schema, table.name);
  const uniques = await readUniques(run, schema, table.name);
  const wanted = [["id"], table.unique].map((unique) => unique.toSorted().join(", "));
  return [
    ...columnsOf(table).flatMap((column) => columnDifference(column, columns)),
    ...columns.filter((column) => isInTheWay(column, table)).map(({ name }) =>
      `has a column ${name}, which must be filled and is unknown to cloacina`
    ),
    ...wanted.filter((unique) => !uniques.includes(unique)).map((unique) =>
      `has no unique index on ${unique}`
    ),
  ];
}

function columnDifference(
  wanted: Column,
  columns: readonly FoundColumn[],
): readonly string[] {
  const { name, isNullable } = wanted;
  const type = columnType(wanted);
  const found = columns.find((column) => column.name === name);
  if (found === undefined) return [`has no column ${name}`];
  if (found.type !== type) return [`has a column ${name} of type ${found.type}, not ${type}`];
  if (found.isNullable === isNullable) return [];
  return [`has a column ${name} that ${found.isNullable ? "may" : "must not"} be empty`];
}

/** An insert of ours would fail, as it leaves this column out. */
function isInTheWay(column: FoundColumn, table: Table): boolean {
  const isOurs = columnsOf(table).some(({ name }) => name === column.name);
  return !isOurs && !column.isNullable && !column.hasDefault;
}

async function readColumns(
  run: RunStatement,
  schema: string,
  name: string,
): Promise<readonly FoundColumn[]> {
  const { rows } = await run(
    `select attname::text as name, format_type(atttypid, atttypmod) as type, not attnotnull as is_nullable,
        atthasdef or attidentity <> '' as has_default
      from pg_catalog.pg_attribute
      where attrelid = ${OID} and attnum > 0 and not attisdropped`,
    [schema, name],
  );
  return rows.map((row) => ({
    name: String(row["name"]),
    type: String(row["type"]),
    isNullable: row["is_nullable"] === true,
    hasDefault: row["has_default"] === true,
  }));
}

/** The columns of each unique index that counts for every row, sorted. */
async function readUniques(
  run: RunStatement,
  schema: string,
  name: string,
): Promise<readonly string[]> {
  const { rows } = await run(
    `select string_agg(attname::text, ', ' order by attname::text collate "C") as columns
      from pg_catalog.pg_index
      join pg_catalog.pg_attribute on attrelid = indrelid and attnum = any(indkey)
      where indrelid = ${OID} and indisunique and indisvalid and indpred is null
        and indexprs is null
      group by indexrelid`,
    [schema, name],
  );
  return rows.map((row) => String(row["columns"]));
}
