import { CloacinaError } from "../../errors.ts";
import { holdTogether } from "../hold_together.ts";
import type { StoreLocation } from "../location.ts";
import { lookInTransaction } from "../look_in_transaction.ts";
import type { Held, Store } from "../store.ts";
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
 * of the URL or of the role leads; with `requirePrimary`, whatever a standby answers is refused. Throws `invalid_request`, `store_unavailable`, `insufficient_permissions`.
 */
export async function openPostgres(
  { url, schema, requirePrimary }: Extract<StoreLocation, { kind: "postgres" }>,
): Promise<Store> {
  const target = toConnectionTarget(url);
  const find = tablesIn(schema, target);
  const pool = connectionPool(target);
  let standbyReads = 0;
  const onStandby = () => {
    if (requirePrimary) throw isStandby(target.label);
    standbyReads += 1;
  };
  const surroundings = { findTables: find.once, onStandby };
  const within = (mode: "read" | "write") => <Result>(work: Work<Result>) =>
    pool.use((connection) => inTransaction(connection, mode, target, surroundings, work));
  await pool.use(() => Promise.resolve());
  const transaction: Store["transaction"] = (work) =>
    within("write")(async (run, tables) => await work(writer(run, tables)));
  return {
    ...reader(within("read"), target.label),
    location: target.label,
    schemaStatus: () => within("read")((run, tables) => readSchemaStatus(run, tables)),
    migrate: () => within("write")((run) => migrate(run, find.look)),
    masterKeyFile: null,
    standbyReads: () => standbyReads,
    transaction,
    holding: holdTogether(lookInTransaction(transaction), byKey),
    close: pool.close,
  };
}

/** One key that somebody blocks keeps only those waiting who use it: a key comes before the token that it is used by. */
function byKey([first]: readonly Held[]): string {
  return first ?? "";
}

function isStandby(label: string): CloacinaError {
  const state = "what answers is a standby, which may be behind its primary";
  return new CloacinaError("store_unavailable", `Cannot use ${label}: ${state}`, {
    hint: "--require-primary refuses it: connect to the primary",
  });
}
