import { CloacinaError } from "../../errors.ts";
import {
  API_TOKENS_TABLE,
  APPLICATION_ID,
  ENGINE_MIGRATIONS_TABLE,
  REQUIRED_TABLES,
  type RequiredTable,
} from "../migrations/sqlite.ts";
import type { SchemaStatus } from "../store.ts";
import type { Connection } from "./connection.ts";

/** What a database is for the tables that are wanted in it. */
export interface Schema extends SchemaStatus {
  /** Nobody's, and without a table: tables may be made in it. */
  readonly isEmpty: boolean;
  /** Whether the four tables are as they should be, whatever our own table of API tokens is like. */
  readonly hasSigningTables: boolean;
}

/** The state of a database that has no file yet. */
export const NO_DATABASE: SchemaStatus = {
  owner: "nobody",
  isReady: false,
  hasApiTokens: false,
  problems: ["there is no database yet"],
};

/** Looks whose tables these are, and whether all is there that is needed. */
export function readSchema(connection: Connection): Schema {
  const names = tableNames(connection);
  const applicationId = Number(numberOf(connection, "PRAGMA application_id"));
  const owner = ownerOf(names, applicationId);
  const isEmpty = names.length === 0 && owner === "nobody" && applicationId === 0;
  const signingProblems = owner === "nobody"
    ? [isEmpty ? "it has no tables yet" : "it is another application's database"]
    : REQUIRED_TABLES.flatMap((table) => problemsOf(connection, table));
  const hasApiTokens = names.includes(API_TOKENS_TABLE.name);
  const isKnown = hasApiTokens && owner !== "nobody";
  const tokenProblems = isKnown ? problemsOf(connection, API_TOKENS_TABLE) : [];
  const problems = [...signingProblems, ...tokenProblems];
  const hasSigningTables = signingProblems.length === 0;
  return {
    ...{ owner, isReady: problems.length === 0, hasApiTokens, problems },
    ...{ isEmpty, hasSigningTables },
  };
}

/** The status without what only a migration asks. */
export function toStatus({ owner, isReady, hasApiTokens, problems }: Schema): SchemaStatus {
  return { owner, isReady, hasApiTokens, problems };
}

/** The error of a command that needs tables which are not there, or not as they should be. */
export function notReady(schema: Schema, path: string): CloacinaError {
  const message = `Cannot use the database ${path}: ${schema.problems.join(", ")}`;
  if (schema.isEmpty) return new CloacinaError("store_unavailable", message, { hint: MIGRATE });
  return new CloacinaError("store_corrupt", message, { hint: hintFor(schema) });
}

/** The error of a command that needs API tokens where everything else is ready. */
export function noApiTokens(path: string): CloacinaError {
  const message = `Cannot use API tokens in ${path}: the database has no table for them`;
  return new CloacinaError("store_unavailable", message, { hint: MIGRATE });
}

/** The error of a command that needs a database where there is none. */
export function noDatabase(path: string): CloacinaError {
  return new CloacinaError("store_unavailable", `Cannot open the database ${path}: there is none`, {
    hint: MIGRATE,
  });
}

const MIGRATE = "`cloacina db migrate` makes it";
const UPGRADE = "upgrade the engine, which then makes its signing tables";
const OTHER_FILE = "name another file with --database-url or DATABASE_URL";
const OTHER_NAME = "have that table renamed, or name another file with --database-url";

function hintFor({ owner, hasSigningTables }: Schema): string {
  if (hasSigningTables) return OTHER_NAME;
  return owner === "engine" ? UPGRADE : OTHER_FILE;
}

/** Ours by its mark, or because it has a table of the four and nobody else's mark. */
function ownerOf(names: readonly string[], applicationId: number): SchemaStatus["owner"] {
  if (names.includes(ENGINE_MIGRATIONS_TABLE)) return "engine";
  if (applicationId === APPLICATION_ID) return "cloacina";
  const hasOurs = REQUIRED_TABLES.every(({ name }) => names.includes(name));
  return applicationId === 0 && hasOurs ? "cloacina" : "nobody";
}

function tableNames(connection: Connection): readonly string[] {
  return connection.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    .map(({ name }) => String(name));
}

function problemsOf(connection: Connection, table: RequiredTable): readonly string[] {
  const present = connection.rows(
    'SELECT name, "notnull", dflt_value FROM pragma_table_info(?)',
    table.name,
  );
  if (present.length === 0) return [`it has no table ${table.name}`];
  const names = present.map(({ name }) => String(name));
  return [
    ...table.columns.filter((column) => !names.includes(column)).map((column) =>
      `${table.name} has no column ${column}`
    ),
    ...present.filter((column) => isUnwritable(column, table)).map(({ name }) =>
      `${table.name} wants a column ${name}, which this version does not know`
    ),
    ...isUnique(connection, table)
      ? []
      : [`${table.name} is not unique by ${table.unique.join(" and ")}`],
  ];
}

function isUnwritable(column: Readonly<Record<string, unknown>>, table: RequiredTable): boolean {
  const isKnown = table.columns.includes(String(column["name"]));
  return !isKnown && column["notnull"] === 1n && column["dflt_value"] === null;
}

function isUnique(connection: Connection, { name, unique }: RequiredTable): boolean {
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
