import { CloacinaError } from "../../errors.ts";
import {
  API_TOKENS_TABLE,
  createStatements,
  SIGNING_TABLES,
  type TableDefinition,
} from "../migrations/postgres.ts";
import type { SchemaStatus } from "../store.ts";
import { takeLocks } from "./advisory_locks.ts";
import type { RunStatement } from "./connection.ts";
import { readSchema, readSchemaStatus, type SchemaFindings } from "./schema_status.ts";
import type { FindTables } from "./find_tables.ts";
import { inSchema } from "./tables.ts";

/** How long another migration is waited for, in milliseconds: one takes far less. */
const PATIENCE = 10_000;

/** A number that nobody else takes: the first 8 bytes of SHA-256("cloacina db migrate"). */
const LOCK = "9172433805379558400";

/** As `Store.migrate`, within one transaction. A second one waits here until the first has ended, and then looks. */
export async function migrate(
  run: RunStatement,
  findTables: FindTables["look"],
): Promise<SchemaStatus> {
  const holders = await takeLocks(run, [{ number: LOCK, isShared: false }], PATIENCE);
  const tables = await findTables(run);
  if (holders !== null) throw isHeld(tables.label, holders);
  const schema = await readSchema(run, tables);
  requireNobodys(schema, tables.label);
  if (!schema.hasAnySigningTable) {
    for (const table of SIGNING_TABLES) {
      await makeTable(run, table, inSchema(tables.schema, table.name));
    }
  }
  if (!schema.hasApiTokens) {
    await makeTable(run, API_TOKENS_TABLE, inSchema(tables.schema, API_TOKENS_TABLE.name));
  }
  return await readSchemaStatus(run, tables);
}

/** Nothing is made where something is there that is not as it should be. */
function requireNobodys(
  { owner, hasAnySigningTable, signingProblems, tokenProblems }: SchemaFindings,
  label: string,
): void {
  const differences = signingProblems.join(", ");
  if (owner === "engine" && differences !== "") {
    // Its migration 010 would find the tables made already, and fail.
    const state = `it is the engine's, and ${differences}`;
    throw refused(label, state, "upgrade the engine: its own migrations make these tables");
  }
  const another = "it has tables of another application, as";
  if (hasAnySigningTable && differences !== "") {
    const hint = "name a schema of their own with --db-schema, or take another database";
    throw refused(label, `${another} ${differences}`, hint);
  }
  if (tokenProblems.length === 0) return;
  const hint = "have that table renamed, or take another database";
  throw refused(label, `${another} ${tokenProblems.join(", ")}`, hint);
}

/** Whoever may connect can hold it. */
function isHeld(label: string, holders: string): CloacinaError {
  const state = `the lock of migrations is held by ${holders}`;
  return new CloacinaError("store_unavailable", `Cannot make tables in ${label}: ${state}`, {
    hint: "run the command again; if that session does not end, have the database's owner end it",
  });
}

function refused(label: string, state: string, hint: string): CloacinaError {
  return new CloacinaError("store_corrupt", `Cannot make tables in ${label}: ${state}`, { hint });
}

async function makeTable(run: RunStatement, table: TableDefinition, name: string): Promise<void> {
  for (const statement of createStatements(table, name)) await run(statement);
}
