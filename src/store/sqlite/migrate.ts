import { CREATE_API_TOKENS, CREATE_TABLES } from "../migrations/sqlite.ts";
import type { SchemaStatus } from "../store.ts";
import type { Connection } from "./connection.ts";
import { type Database, explained, lookAt, whenFree } from "./database.ts";
import { createDatabaseFile, hasDatabaseFile } from "./database_file.ts";
import { whileBusy } from "./patience.ts";
import { NO_DATABASE, notReady, readSchema, type Schema, toStatus } from "./schema.ts";

/** The state of the tables. Makes nothing. */
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

/** All that is missing in one transaction. */
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

/** What makes the tables that are missing: none where those that are there are not as they should be. */
function missingIn({ isEmpty, isReady, hasApiTokens }: Schema): readonly string[] {
  if (isEmpty) return CREATE_TABLES;
  return isReady && !hasApiTokens ? CREATE_API_TOKENS : [];
}
