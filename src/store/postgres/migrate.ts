import { CloacinaError } from "../../errors.ts";
import { createStatements, SIGNING_TABLES } from "../migrations/postgres.ts";
import type { SchemaStatus } from "../store.ts";
import type { RunStatement } from "./connection.ts";
import { presentTables, readSchemaStatus } from "./schema_status.ts";
import type { Tables } from "./select.ts";

/** A number that nobody else takes: the first 8 bytes of SHA-256("cloacina db migrate"). */
const LOCK = "9172433805379558400";

/** As `Store.migrate`, within one transaction. A second one waits here until the first has ended. */
export async function migrate(run: RunStatement, { name, label }: Tables): Promise<SchemaStatus> {
  await run("select pg_advisory_xact_lock($1)", [LOCK]);
  const status = await readSchemaStatus(run, name);
  if (status.isReady) return status;
  requireNobodys(status, await presentTables(run, name), label);
  for (const table of SIGNING_TABLES) {
    for (const statement of createStatements(table, name(table.name))) await run(statement);
  }
  return await readSchemaStatus(run, name);
}

function requireNobodys(
  { owner, problems }: SchemaStatus,
  present: readonly string[],
  label: string,
): void {
  const differences = problems.join(", ");
  if (owner === "engine") {
    // Its migration 010 would find the tables made already, and fail.
    throw new CloacinaError(
      "store_corrupt",
      `Cannot make tables in ${label}: it is the engine's, and ${differences}`,
      { hint: "upgrade the engine: its own migrations make these tables" },
    );
  }
  if (present.length === 0) return;
  throw new CloacinaError(
    "store_corrupt",
    `Cannot make tables in ${label}: it has tables of another application, as ${differences}`,
    { hint: "name a schema of their own with --db-schema, or take another database" },
  );
}
