import { holdInTransaction, holdTogether } from "../hold_together.ts";
import { shownPath } from "../../domain/shown_text.ts";
import type { StoreLocation } from "../location.ts";
import { storeTogether } from "../store_together.ts";
import { sqlReader } from "../sql/reader.ts";
import { sqlWriter } from "../sql/writer.ts";
import type { Store } from "../store.ts";
import { databasePlace } from "../store_errors.ts";
import { closeDatabase, databaseAt, explained, lookAt, whenFree } from "./database.ts";
import { databasePath, hasDatabaseFile } from "./database_file.ts";
import { migrate, schemaStatus } from "./migrate.ts";
import { sqliteSession } from "./session.ts";
import { inTransaction } from "./transaction.ts";

/** How long another writer is waited for. */
const PATIENCE_MILLISECONDS = 5000;

/** SQLite has one writer at a time anyway. */
const ALONE = {
  hold: () => Promise.resolve(null),
  lock: () => Promise.resolve(),
};

/**
 * The store in an SQLite database. Nothing is opened before it is needed: where there is no database yet, everything
 * but `migrate` and `schemaStatus` throws `store_unavailable`. Throws `invalid_request` for what is not a file.
 */
export async function openSqlite(
  location: Extract<StoreLocation, { readonly kind: "sqlite" }>,
  patienceMilliseconds: number = PATIENCE_MILLISECONDS,
): Promise<Store> {
  const path = databasePath(location.path);
  await hasDatabaseFile(path);
  const database = databaseAt(path, patienceMilliseconds);
  const place = databasePlace(path);
  const transaction: Store["transaction"] = (work) =>
    whenFree(database, (connection, patience) => {
      const explain = (error: unknown) => explained(error, connection, path);
      const { newPatience } = database;
      return inTransaction(
        { connection, place, patience, newPatience, explain },
        (look) => work(sqlWriter(sqliteSession(look, place), ALONE)),
      );
    });
  return {
    ...sqlReader(sqliteSession((view) => lookAt(database, view), place)),
    location: `sqlite://${shownPath(path)}`,
    schemaStatus: () => schemaStatus(database),
    migrate: () => migrate(database),
    masterKeyFile: null,
    isTenants: () => Promise.resolve(false),
    standbyReads: () => 0,
    transaction,
    holding: holdTogether(holdInTransaction(transaction)),
    storing: storeTogether(holdInTransaction(transaction)),
    close: () => closeDatabase(database),
  };
}
