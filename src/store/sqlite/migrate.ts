import { CloacinaError } from "../../errors.ts";
import { SIGNING_MIGRATIONS } from "../sql/engine_migrations.ts";
import {
  type RecordFault,
  recordFaultOf,
  recordState,
  unrecordedIn,
} from "../sql/engine_record.ts";
import { columnsOf, type Table } from "../sql/columns.ts";
import { OWN_TABLES, TABLES } from "../sql/tables.ts";
import { type Made, type Migration, OWN_TABLE_NAMES, type SchemaStatus } from "../schema_status.ts";
import { databasePlace, madeOtherwise } from "../store_errors.ts";
import type { Connection } from "./connection.ts";
import { type Database, explained, lookAt, whenFree } from "./database.ts";
import { createDatabaseFile, hasDatabaseFile } from "./database_file.ts";
import { recordMigrations, writingFault } from "./engine_record.ts";
import { whileBusy } from "./patience.ts";
import { isUnknownToSchema, refusedBySqlite } from "./sqlite_error.ts";
import {
  APPLICATION_ID,
  NO_DATABASE,
  notReady,
  readSchema,
  type Schema,
  toStatus,
} from "./schema.ts";

const TYPES = { uuid: "BLOB", uuids: "TEXT", text: "TEXT", bytes: "BLOB", time: "TEXT" } as const;

/** The state of the tables. Creates nothing. */
export async function schemaStatus(database: Database): Promise<SchemaStatus> {
  if (!await hasDatabaseFile(database.path)) return NO_DATABASE;
  return toStatus(await lookAt(database, readSchema));
}

/**
 * Makes the file and the tables that are missing. Throws `store_corrupt` for tables that are not ours to change, and for
 * what would not be the engine's record.
 */
export async function migrate(database: Database): Promise<Migration> {
  const { path } = database;
  await createDatabaseFile(path);
  return await whenFree(database, async (connection, patience) => {
    try {
      return await whileBusy(() => makeTables(connection, path), patience);
    } catch (error) {
      throw explained(error, connection, path);
    }
  });
}

/** Creates all that is missing, in one transaction, or nothing. */
function makeTables(connection: Connection, path: string): Migration {
  const before = readSchema(connection);
  if (missingIn(before, path).length === 0) return { status: toStatus(before), made: [] };
  // Not possible inside of a transaction; an empty database of this mode is still an empty one.
  if (before.isEmpty) connection.rows("PRAGMA journal_mode = WAL");
  connection.change("BEGIN IMMEDIATE");
  try {
    // Once more, as another may have made them meanwhile.
    const missing = missingIn(readSchema(connection), path);
    const status = makeMissing(connection, missing, path);
    connection.change("COMMIT");
    return { status, made: missing.map(({ made }) => made) };
  } finally {
    if (connection.isInTransaction()) connection.change("ROLLBACK");
  }
}

function makeMissing(
  connection: Connection,
  missing: readonly Missing[],
  path: string,
): SchemaStatus {
  const fault = missing.some(({ made }) => made === "engine record")
    ? writingFault(connection)
    : undefined;
  if (fault !== undefined) throw badRecord(fault, path);
  for (const sql of missing.flatMap(({ statements }) => statements)) create(connection, sql, path);
  const after = readSchema(connection);
  if (after.refusal !== undefined) throw madeOtherwise(databasePlace(path), after);
  return toStatus(after);
}

/** Another table's index, for one, may have the name. */
function create(connection: Connection, sql: string, path: string): void {
  try {
    connection.change(sql);
  } catch (error) {
    throw isUnknownToSchema(error) ? refusedBySqlite("create tables in", path, error) : error;
  }
}

/** What is missing, and what makes it. */
interface Missing {
  readonly made: Made;
  readonly statements: readonly string[];
}

/** Throws `store_corrupt` where the tables that are there are not as they should be. */
function missingIn(schema: Schema, path: string): readonly Missing[] {
  const { isEmpty, isReady, ownTables, engineRecord } = schema;
  const fault = recordFaultOf(engineRecord);
  if (fault !== undefined) throw badRecord(fault, path);
  if (!isEmpty && !isReady) throw notReady(schema, path);
  const versions = unrecordedIn(engineRecord, SIGNING_MIGRATIONS.sqlite);
  const all: readonly (Missing & { readonly isMissing: boolean })[] = [
    { made: "tables", isMissing: isEmpty, statements: CREATE_ALL },
    ...OWN_TABLE_NAMES.map((own) => ({
      made: own,
      isMissing: !isEmpty && !ownTables[own].isThere,
      statements: createTable(OWN_TABLES[own]),
    })),
    {
      made: "engine record",
      isMissing: versions.length > 0,
      statements: recordMigrations(engineRecord, versions),
    },
  ];
  return all.filter(({ isMissing }) => isMissing);
}

function badRecord(fault: RecordFault, path: string): CloacinaError {
  const { code, hint } = fault;
  return new CloacinaError(code, `Cannot access ${databasePlace(path)}: ${recordState(fault)}`, {
    hint,
  });
}

/** A table with its indexes. The engine's build for SQLite has no index of active rows alone. */
function createTable(table: Table): readonly string[] {
  const lines = columnsOf(table).map(({ name, kind, isNullable }) => {
    const primary = name === "id" ? " PRIMARY KEY" : "";
    return `${name} ${TYPES[kind]}${primary}${isNullable ? "" : " NOT NULL"}`;
  });
  const unique = `UNIQUE (${table.unique.join(", ")})`;
  return [
    `CREATE TABLE ${table.name} (${[...lines, unique].join(", ")})`,
    ...[...table.indexes, ...table.listingIndexes].filter(({ onlyActive }) => !onlyActive)
      .map(({ name, columns }) => `CREATE INDEX ${name} ON ${table.name} (${columns.join(", ")})`),
  ];
}

const CREATE_ALL = [
  `PRAGMA application_id = ${APPLICATION_ID}`,
  ...TABLES.flatMap(createTable),
];
