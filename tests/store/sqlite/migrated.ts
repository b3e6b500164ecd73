import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";

/** Makes the tables in a database, or the database, and closes it. */
export async function migrated(path: string): Promise<void> {
  const store = await openSqlite({ kind: "sqlite", path });
  await store.migrate().finally(store.close);
}
