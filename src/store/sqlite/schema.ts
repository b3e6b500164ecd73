import { CloacinaError } from "../../errors.ts";
import { API_TOKENS, columnsOf, SIGNING_TABLES, type Table } from "../sql/tables.ts";
import {
  ENGINE_MIGRATIONS_TABLE,
  engineFaultOf,
  type EngineRecord,
  hasOtherMigrations,
  SIGNING_MIGRATIONS,
  unrecordedIn,
} from "../sql/engine_migrations.ts";
import type { SchemaStatus } from "../store.ts";
import { databasePlace, MIGRATE, NO_TABLES, noAccess } from "../store_errors.ts";
import type { Connection } from "./connection.ts";

/** Marks a database file as ours, in its header ("Cloa"); other applications have other numbers, or 0. */
export const APPLICATION_ID = 0x436c6f61;

/** What a database is for the tables that are wanted in it. */
export interface Schema extends SchemaStatus {
  /** It has no owner and no tables: tables may be created in it. */
  readonly isEmpty: boolean;
  /** Whether the four tables are as they should be, whatever our own table of API tokens is like. */
  readonly hasSigningTables: boolean;
  readonly hasEngineRecord: boolean;
  /** The engine's migrations that create the four tables, as far as they are known not to be recorded. */
  readonly unrecorded: readonly string[];
}

/** The state of a database that has no file yet. */
export const NO_DATABASE: SchemaStatus = {
  owner: "nobody",
  isReady: false,
  hasApiTokens: false,
  problems: ["the database does not exist"],
};

/** Reads who owns the tables, and whether all that is needed is there. */
export function readSchema(connection: Connection): Schema {
  const found = tableNames(connection);
  const names = found.filter((name) => name !== ENGINE_MIGRATIONS_TABLE);
  const record = readEngineRecord(connection, found);
  const applicationId = Number(numberOf(connection, "PRAGMA application_id"));
  const owner = ownerOf(names, applicationId, record);
  const isEmpty = names.length === 0 && owner === "nobody" && applicationId === 0;
  const signingProblems = owner === "nobody"
    ? [isEmpty ? NO_TABLES : "it belongs to another application"]
    : SIGNING_TABLES.flatMap((table) => problemsOf(connection, table));
  const hasApiTokens = names.includes(API_TOKENS.name);
  const isKnown = hasApiTokens && owner !== "nobody";
  const tokenProblems = isKnown ? problemsOf(connection, API_TOKENS) : [];
  const problems = [...signingProblems, ...tokenProblems];
  const hasSigningTables = signingProblems.length === 0;
  const unrecorded = unrecordedIn(record, SIGNING_MIGRATIONS.sqlite);
  const engineFault = hasSigningTables ? engineFaultOf(unrecorded) : undefined;
  return {
    ...{ owner, isReady: problems.length === 0, hasApiTokens, problems },
    ...{ isEmpty, hasSigningTables, hasEngineRecord: record !== "absent", unrecorded },
    ...(engineFault !== undefined && { engineFault }),
  };
}

/** The status without what only a migration asks. */
export function toStatus(
  { owner, isReady, hasApiTokens, problems, engineFault }: Schema,
): SchemaStatus {
  const status = { owner, isReady, hasApiTokens, problems };
  return engineFault === undefined ? status : { ...status, engineFault };
}

/** The error of a command that needs tables which are not there, or not as they should be. */
export function notReady(schema: Schema, path: string): CloacinaError {
  const place = databasePlace(path);
  if (schema.isEmpty) return noAccess(place, NO_TABLES, { hint: MIGRATE });
  const message = `Cannot access ${place}: ${schema.problems.join(", ")}`;
  return new CloacinaError("store_corrupt", message, { hint: hintFor(schema) });
}

const UPGRADE = "upgrade the engine, which then creates its signing tables";
const OTHER_FILE = "name another file with --database-url or DATABASE_URL";
const OTHER_NAME = "have that table renamed, or name another file with --database-url";

function hintFor({ owner, hasSigningTables }: Schema): string {
  if (hasSigningTables) return OTHER_NAME;
  return owner === "engine" ? UPGRADE : OTHER_FILE;
}

/**
 * The engine's by its migrations, or where these cannot be read; ours by its mark, or because it has the four tables
 * and no other application's mark.
 */
function ownerOf(
  names: readonly string[],
  applicationId: number,
  record: EngineRecord,
): SchemaStatus["owner"] {
  if (record === "unreadable") return "engine";
  if (record !== "absent" && hasOtherMigrations(record, SIGNING_MIGRATIONS.sqlite)) return "engine";
  if (applicationId === APPLICATION_ID) return "cloacina";
  const hasOurs = SIGNING_TABLES.every(({ name }) => names.includes(name));
  return applicationId === 0 && hasOurs ? "cloacina" : "nobody";
}

function tableNames(connection: Connection): readonly string[] {
  return connection.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    .map(({ name }) => String(name));
}

function readEngineRecord(connection: Connection, names: readonly string[]): EngineRecord {
  if (!names.includes(ENGINE_MIGRATIONS_TABLE)) return "absent";
  const columns = connection.rows(
    "SELECT name FROM pragma_table_info(?)",
    ENGINE_MIGRATIONS_TABLE,
  );
  if (!columns.some(({ name }) => name === "version")) return "unreadable";
  return connection.rows(`SELECT version FROM ${ENGINE_MIGRATIONS_TABLE}`)
    .map(({ version }) => String(version));
}

function problemsOf(connection: Connection, table: Table): readonly string[] {
  const present = connection.rows(
    'SELECT name, "notnull", dflt_value FROM pragma_table_info(?)',
    table.name,
  );
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
