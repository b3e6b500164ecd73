import { holdTogether } from "../hold_together.ts";
import type { StoreLocation } from "../location.ts";
import type { Store } from "../store.ts";
import { connectionPool } from "./connection_pool.ts";
import { toConnectionTarget } from "./connection_target.ts";
import { migrate } from "./migrate.ts";
import { reader } from "./reader.ts";
import { readSchemaStatus } from "./schema_status.ts";
import { tablesIn } from "./find_tables.ts";
import { inTransaction, type Work } from "./transaction.ts";
import { writer } from "./writer.ts";

/**
 * Opens the store in a Postgres database, and connects to it. With `schema` null, the tables are where the search path
 * of the URL or of the role leads. Throws `invalid_request`, `store_unavailable`, `insufficient_permissions`.
 */
export async function openPostgres(
  { url, schema }: Extract<StoreLocation, { kind: "postgres" }>,
): Promise<Store> {
  const target = toConnectionTarget(url);
  const find = tablesIn(schema, target);
  const pool = connectionPool(target);
  const within = (mode: "read" | "write") => <Result>(work: Work<Result>) =>
    pool.use((connection) => inTransaction(connection, mode, target, find.once, work));
  await pool.use(() => Promise.resolve());
  const transaction: Store["transaction"] = (work) =>
    within("write")(async (run, tables) => await work(writer(run, tables)));
  return {
    ...reader(within("read"), target.label),
    location: target.label,
    schemaStatus: () => within("read")((run, tables) => readSchemaStatus(run, tables)),
    migrate: () => within("write")((run) => migrate(run, find.look)),
    masterKeyFile: null,
    transaction,
    holding: holdTogether(transaction),
    close: pool.close,
  };
}
