import { type DatabaseServer, withDatabase } from "../../testkit/postgres_database.ts";
import { withStore } from "./expect_error.ts";

/** Runs work with a database of its own that has the tables. */
export async function withMigrated(
  server: DatabaseServer,
  work: (url: string, name: string) => Promise<void>,
): Promise<void> {
  await withDatabase(server, async (url, name) => {
    await withStore(url, async (store) => void await store.migrate());
    await work(url, name);
  });
}
