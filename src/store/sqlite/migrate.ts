import { CREATE_TABLES } from "../migrations/sqlite.ts";
import type { SchemaStatus } from "../store.ts";
import type { Connection } from "./connection.ts";
import { type Database, explained, lookAt, whenFree } from "./database.ts";
import { createDatabaseFile, hasDatabaseFile } from "./database_file.ts";
import { whileBusy } from "./patience.ts";
import { NO_DATABASE, notReady, readSchema, toStatus } from "./schema.ts";

/** The state of the tables. Makes nothing. */
export async function schemaStatus(database: Database): Promise<SchemaStatus> {
  if (!await hasDatabaseFile(database.path)) return NO_DATABASE;
  return toStatus(await lookAt(database, readSchema));
}

/** Makes the file and the tables where there are none. Throws `store_corrupt` for tables that are not ours to change. */
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

/** All tables in one transaction, if the database is empty. */
function makeTables(connection: Connection) {
  if (!readSchema(connection).isEmpty) return readSchema(connection);
  // Not possible inside of a transaction; an empty database of this mode is still an empty one.
  connection.rows("PRAGMA journal_mode = WAL");
  connection.change("BEGIN IMMEDIATE");
  try {
    if (readSchema(connection).isEmpty) CREATE_TABLES.forEach((sql) => connection.change(sql));
    connection.change("COMMIT");
  } finally {
    if (connection.isInTransaction()) connection.change("ROLLBACK");
  }
  return readSchema(connection);
}
