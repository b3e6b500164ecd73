import { ENGINE_MIGRATIONS_COLUMNS, ENGINE_MIGRATIONS_TABLE } from "../sql/engine_migrations.ts";
import { API_TOKENS, columnsOf, SIGNING_TABLES, type Table } from "../sql/tables.ts";
import type { SchemaStatus } from "../store.ts";
import type { Connection } from "./connection.ts";
import { type Database, explained, lookAt, whenFree } from "./database.ts";
import { createDatabaseFile, hasDatabaseFile } from "./database_file.ts";
import { whileBusy } from "./patience.ts";
import {
  APPLICATION_ID,
  NO_DATABASE,
  notReady,
  readSchema,
  type Schema,
  toStatus,
} from "./schema.ts";

/**
 * Indexes that the engine does not have: a page of a listing is read in its order, without sorting all rows. They are
 * made in a database of ours only; in the engine's, listings are sorted and everything else is as fast.
 */
const LISTING_INDEXES = [
  "CREATE INDEX idx_signing_keys_by_time ON signing_keys (created_at, id, revoked_at)",
  "CREATE INDEX idx_signing_keys_by_org_time ON signing_keys (org_id, created_at, id, revoked_at)",
  "CREATE INDEX idx_trusted_keys_by_org_time ON trusted_keys (org_id, trusted_at, id, revoked_at)",
  "CREATE INDEX idx_signatures_by_time ON package_signatures (signed_at, id)",
  "CREATE INDEX idx_signatures_by_org_time ON package_signatures (org_id, signed_at, id)",
  "CREATE INDEX idx_signatures_by_key_time ON package_signatures (key_fingerprint, signed_at, id)",
];

const TYPES = { uuid: "BLOB", uuids: "TEXT", text: "TEXT", bytes: "BLOB", time: "TEXT" } as const;

/** The state of the tables. Creates nothing. */
export async function schemaStatus(database: Database): Promise<SchemaStatus> {
  if (!await hasDatabaseFile(database.path)) return NO_DATABASE;
  return toStatus(await lookAt(database, readSchema));
}

/** Makes the file and the tables that are missing. Throws `store_corrupt` for tables that are not ours to change. */
export async function migrate(database: Database): Promise<SchemaStatus> {
  const { path } = database;
  await createDatabaseFile(path);
  const schema = await whenFree(database, async (connection, patience) => {
    try {
      return await whileBusy(() => makeTables(connection), patience);
    } catch (error) {
      throw explained(error, connection, path);
    }
  });
  if (!schema.isReady) throw notReady(schema, path);
  return toStatus(schema);
}

/** Creates all that is missing, in one transaction. */
function makeTables(connection: Connection): Schema {
  const before = readSchema(connection);
  if (missingIn(before).length === 0) return before;
  // Not possible inside of a transaction; an empty database of this mode is still an empty one.
  if (before.isEmpty) connection.rows("PRAGMA journal_mode = WAL");
  connection.change("BEGIN IMMEDIATE");
  try {
    // Once more, as another may have made them meanwhile.
    missingIn(readSchema(connection)).forEach((sql) => connection.change(sql));
    connection.change("COMMIT");
  } finally {
    if (connection.isInTransaction()) connection.change("ROLLBACK");
  }
  return readSchema(connection);
}

/** What makes what is missing: nothing where the tables that are there are not as they should be. */
function missingIn(schema: Schema): readonly string[] {
  const { isEmpty, isReady, hasApiTokens } = schema;
  if (isEmpty) {
    const tables = [...SIGNING_TABLES, API_TOKENS].flatMap(createTable);
    const mark = `PRAGMA application_id = ${APPLICATION_ID}`;
    return [mark, ...tables, ...LISTING_INDEXES, ...recordMigrations(schema)];
  }
  if (!isReady) return [];
  return [...(hasApiTokens ? [] : createTable(API_TOKENS)), ...recordMigrations(schema)];
}

/** The engine's migrations that create what is there already, so that it does not run them. */
function recordMigrations({ hasEngineRecord, unrecorded }: Schema): readonly string[] {
  const create = `CREATE TABLE ${ENGINE_MIGRATIONS_TABLE} (${ENGINE_MIGRATIONS_COLUMNS})`;
  const record = unrecorded.map((version) =>
    `INSERT INTO ${ENGINE_MIGRATIONS_TABLE} (version) VALUES ('${version}')`
  );
  return hasEngineRecord || unrecorded.length === 0 ? record : [create, ...record];
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
    ...table.indexes.filter(({ onlyActive }) => !onlyActive).map(({ name, columns }) =>
      `CREATE INDEX ${name} ON ${table.name} (${columns.join(", ")})`
    ),
  ];
}
