import { MIGRATE_ALL } from "../../domain/store_hints.ts";
import { CloacinaError } from "../../errors.ts";
import { columnsOf, type Table } from "../sql/columns.ts";
import { OWN_TABLES, SIGNING_TABLES } from "../sql/tables.ts";
import {
  ENGINE_MIGRATIONS_TABLE,
  ENGINE_TABLE,
  SIGNING_MIGRATIONS,
} from "../sql/engine_migrations.ts";
import {
  engineFaultOf,
  type EngineRecord,
  hasOtherMigrations,
  recordFaultOf,
} from "../sql/engine_record.ts";
import {
  forOwnTables,
  OWN_TABLE_NAMES,
  type Refusal,
  type SchemaStatus,
} from "../schema_status.ts";
import { databasePlace, MIGRATE, MIGRATE_IT, NO_TABLES, noAccess } from "../store_errors.ts";
import type { Connection } from "./connection.ts";
import { readEngineRecord } from "./engine_record.ts";
import { isUnknownToSchema } from "./sqlite_error.ts";

/** Marks a database file as ours, in its header ("Cloa"); other applications have other numbers, or 0. */
export const APPLICATION_ID = 0x436c6f61;

/** What a database is for the tables that are wanted in it. */
export interface Schema extends SchemaStatus {
  /** It has no owner and no tables: tables may be created in it. */
  readonly isEmpty: boolean;
  /** Whether the four tables are as they should be, whatever our own tables are like. */
  readonly hasSigningTables: boolean;
  readonly engineRecord: EngineRecord;
}

/** The state of a database that has no file yet. */
export const NO_DATABASE: SchemaStatus = {
  owner: "nobody",
  isReady: false,
  ownTables: forOwnTables(() => ({ isThere: false })),
  problems: ["the database does not exist"],
  refusal: { code: "store_unavailable", hint: MIGRATE_IT },
};

/** Reads who owns the tables, and whether all that is needed is there. */
export function readSchema(connection: Connection): Schema {
  const names = tableNames(connection);
  const engineRecord = readEngineRecord(connection);
  const applicationId = Number(numberOf(connection, "PRAGMA application_id"));
  const owner = ownerOf(names, applicationId, engineRecord);
  const isEmpty = names.length === 0 && owner === "nobody" && applicationId === 0;
  const signingProblems = owner === "nobody"
    ? [isEmpty ? NO_TABLES : "it belongs to another application"]
    : SIGNING_TABLES.flatMap((table) => problemsOf(connection, table));
  const ownTables = forOwnTables((own) => ({ isThere: names.includes(OWN_TABLES[own].name) }));
  const known = owner === "nobody" ? [] : OWN_TABLE_NAMES.filter((own) => ownTables[own].isThere);
  const ownProblems = known.flatMap((own) => problemsOf(connection, OWN_TABLES[own]));
  const problems = [...signingProblems, ...ownProblems];
  const hasSigningTables = signingProblems.length === 0;
  const engineFault = engineFaultOf(engineRecord, SIGNING_MIGRATIONS.sqlite, hasSigningTables);
  const found = { owner, isEmpty, hasSigningTables, engineRecord, isReady: problems.length === 0 };
  return {
    ...{ ...found, ownTables, problems },
    ...(engineFault !== undefined && { engineFault }),
    ...(!(found.isReady && engineFault === undefined) && { refusal: refusalOf(found) }),
  };
}

/** The status without what only a migration asks. */
export function toStatus(
  { isEmpty: _isEmpty, hasSigningTables: _hasTables, engineRecord: _record, ...status }: Schema,
): SchemaStatus {
  return status;
}

/** The error of a command that needs tables which are not there, or not as they should be. */
export function notReady(schema: Schema, path: string): CloacinaError {
  const place = databasePlace(path);
  const { isEmpty, problems, refusal } = schema;
  if (isEmpty) return noAccess(place, NO_TABLES, { hint: MIGRATE });
  const message = `Cannot access ${place}: ${problems.join(", ")}`;
  return new CloacinaError("store_corrupt", message, { hint: refusal?.hint });
}

const UPGRADE = "upgrade the engine, which then creates its signing tables";
const OTHER_FILE = "name another file with --database-url or DATABASE_URL";
const OTHER_NAME = "have that table renamed, or name another file with --database-url";

function refusalOf(
  { owner, isEmpty, hasSigningTables, engineRecord, isReady }:
    & Pick<Schema, "owner" | "isEmpty" | "hasSigningTables" | "engineRecord">
    & { readonly isReady: boolean },
): Refusal {
  const fault = recordFaultOf(engineRecord);
  if (fault !== undefined) return { code: fault.code, hint: fault.hint };
  const code = "store_corrupt";
  if (isEmpty || isReady) return { code, hint: MIGRATE_ALL };
  if (hasSigningTables) return { code, hint: OTHER_NAME };
  return { code, hint: owner === "engine" ? UPGRADE : OTHER_FILE };
}

/**
 * The engine's by its migrations, or where these cannot be read by another table of its own; ours by its mark, or
 * because it has the four tables and no other application's mark.
 */
function ownerOf(
  names: readonly string[],
  applicationId: number,
  record: EngineRecord,
): SchemaStatus["owner"] {
  const hasFault = recordFaultOf(record) !== undefined;
  if (hasOtherMigrations(record) || (hasFault && names.includes(ENGINE_TABLE))) return "engine";
  if (applicationId === APPLICATION_ID) return "cloacina";
  const hasOurs = SIGNING_TABLES.every(({ name }) => names.includes(name));
  return applicationId === 0 && hasOurs ? "cloacina" : "nobody";
}

/** The names of tables and views, in lower case, as SQLite tells none apart by case; without the engine's record. */
function tableNames(connection: Connection): readonly string[] {
  return connection.rows(
    "SELECT lower(name) AS name FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) <> ?",
    ENGINE_MIGRATIONS_TABLE,
  ).map(({ name }) => String(name));
}

function problemsOf(connection: Connection, table: Table): readonly string[] {
  const present = columnsIn(connection, table);
  if (typeof present === "string") return [`${table.name} cannot be read (${present})`];
  if (present.length === 0) return [`${table.name} is missing`];
  const names = present.map(({ name }) => String(name));
  return [
    ...columnsOf(table).filter(({ name }) => !names.includes(name)).map(({ name }) =>
      `${table.name} has no column ${name}`
    ),
    ...present.filter((column) => isUnwritable(column, table)).map(({ name }) =>
      `${table.name} has a column ${name}, which must be filled and is unknown to cloacina`
    ),
    ...isUnique(connection, table)
      ? []
      : [`${table.name} has no unique index on ${table.unique.toSorted().join(", ")}`],
  ];
}

/** The columns that are there, or why SQLite cannot tell: a view may be of what is gone. */
function columnsIn(connection: Connection, { name }: Table) {
  const columns = 'SELECT name, "notnull", dflt_value FROM pragma_table_info(?)';
  try {
    return connection.rows(columns, name);
  } catch (error) {
    if (isUnknownToSchema(error) && error instanceof Error) return error.message;
    throw error;
  }
}

function isUnwritable(column: Readonly<Record<string, unknown>>, table: Table): boolean {
  const isKnown = columnsOf(table).some(({ name }) => name === column["name"]);
  return !isKnown && column["notnull"] === 1n && column["dflt_value"] === null;
}

function isUnique(connection: Connection, { name, unique }: Table): boolean {
  const indexes = connection.rows(
    `SELECT (SELECT json_group_array(name) FROM pragma_index_info(list.name)) AS columns
     FROM pragma_index_list(?) AS list WHERE "unique" AND NOT partial`,
    name,
  );
  const wanted = JSON.stringify(unique.toSorted());
  return indexes.some(({ columns }) =>
    JSON.stringify(JSON.parse(String(columns)).toSorted()) === wanted
  );
}

function numberOf(connection: Connection, pragma: string): unknown {
  return Object.values(connection.rows(pragma)[0] ?? {})[0];
}
