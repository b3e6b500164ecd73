import { holdTogether } from "../hold_together.ts";
import type { StoreLocation } from "../location.ts";
import { lookInTransaction } from "../look_in_transaction.ts";
import type { Store } from "../store.ts";
import { closeDatabase, databaseAt, explained, lookAt, whenFree } from "./database.ts";
import { databasePath, hasDatabaseFile } from "./database_file.ts";
import { migrate, schemaStatus } from "./migrate.ts";
import { sqliteReader } from "./reader.ts";
import { inTransaction } from "./transaction.ts";
import { sqliteWriter } from "./writer.ts";

/** How long another writer is waited for. */
const PATIENCE_MILLISECONDS = 5000;

/**
 * The store in an SQLite database. Nothing is opened before it is needed: where there is no database yet, everything but
 * `migrate` and `schemaStatus` throws `store_unavailable`. Throws `invalid_request` for what is no file.
 */
export async function openSqlite(
  location: Extract<StoreLocation, { readonly kind: "sqlite" }>,
  patienceMilliseconds: number = PATIENCE_MILLISECONDS,
): Promise<Store> {
  const path = databasePath(location.path);
  await hasDatabaseFile(path);
  const database = databaseAt(path, patienceMilliseconds);
  const transaction: Store["transaction"] = (work) =>
    whenFree(database, (connection, patience) => {
      const explain = (error: unknown) => explained(error, connection, path);
      const place = { connection, patience, newPatience: database.newPatience, explain };
      return inTransaction(place, (look) => work(sqliteWriter(look, path)));
    });
  return {
    ...sqliteReader((view) => lookAt(database, view), path),
    location: `sqlite://${path}`,
    schemaStatus: () => schemaStatus(database),
    migrate: () => migrate(database),
    masterKeyFile: null,
    standbyReads: () => 0,
    transaction,
    holding: holdTogether(lookInTransaction(transaction)),
    close: () => closeDatabase(database),
  };
}
