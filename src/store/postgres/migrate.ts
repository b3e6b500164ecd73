import { CloacinaError } from "../../errors.ts";
import { ENGINE_MIGRATIONS_TABLE } from "../sql/engine_migrations.ts";
import { API_TOKENS, columnsOf, type Index, SIGNING_TABLES, type Table } from "../sql/tables.ts";
import type { SchemaStatus } from "../store.ts";
import { takeLocks, WHEN_SESSION_ENDS } from "./advisory_locks.ts";
import type { RunStatement } from "./connection.ts";
import { recordMigrations } from "./engine_record.ts";
import { columnType, readSchema, readSchemaStatus, type SchemaFindings } from "./schema_status.ts";
import type { FindTables } from "./find_tables.ts";
import { inSchema, type Tables } from "./tables.ts";

/** How long to wait for another migration, in milliseconds: one takes far less. */
const PATIENCE = 10_000;

/** A number of our own: the first 8 bytes of SHA-256("cloacina db migrate"). */
const LOCK = "9172433805379558400";

/** As `Store.migrate`, within one transaction. A second one waits here until the first has ended, and then looks. */
export async function migrate(
  run: RunStatement,
  findTables: FindTables["look"],
): Promise<SchemaStatus> {
  const holders = await takeLocks(run, [{ number: LOCK, isShared: false }], PATIENCE);
  const tables = await findTables(run);
  if (holders !== null) throw isHeld(tables.place, holders);
  requireEngineRecord(tables);
  const schema = await readSchema(run, tables);
  requireNobodys(schema, tables.place);
  if (!schema.hasAnySigningTable) {
    for (const table of SIGNING_TABLES) {
      await makeTable(run, table, inSchema(tables.schema, table.name));
    }
  }
  if (!schema.hasApiTokens) {
    await makeTable(run, API_TOKENS, inSchema(tables.schema, API_TOKENS.name));
  }
  await recordMigrations(run, tables, schema.unrecorded);
  return await readSchemaStatus(run, await findTables(run));
}

/** Whoever owns the record could run code of theirs with our rights when it is read or written. */
function requireEngineRecord({ place, engineRecord }: Tables): void {
  if (engineRecord?.isTrusted !== false) return;
  const state = `its table ${ENGINE_MIGRATIONS_TABLE} belongs to ${engineRecord.owner}, ` +
    "who has no power over the database";
  const hint = "find out who created it; if that is the engine's own role, start the engine " +
    "first: its migrations create the signing tables";
  throw refused(place, state, hint);
}

/** Creates nothing where a table is there that is not as it should be. */
function requireNobodys(
  { owner, hasAnySigningTable, signingProblems, tokenProblems }: SchemaFindings,
  place: string,
): void {
  const differences = signingProblems.join(", ");
  if (owner === "engine" && differences !== "") {
    // What it has run of its migrations is not known to fit what would be created here.
    const state = `it belongs to the engine, and ${differences}`;
    throw refused(place, state, "upgrade the engine: its own migrations create these tables");
  }
  const another = "it has tables of another application:";
  if (hasAnySigningTable && differences !== "") {
    const hint = "name a schema of their own with --db-schema, or use another database";
    throw refused(place, `${another} ${differences}`, hint);
  }
  if (tokenProblems.length === 0) return;
  const hint = "have that table renamed, or use another database";
  throw refused(place, `${another} ${tokenProblems.join(", ")}`, hint);
}

/** Anybody who may connect can hold it. */
function isHeld(place: string, holders: string): CloacinaError {
  const state = `the migration lock is held by ${holders}`;
  return new CloacinaError("store_unavailable", `Cannot create tables in ${place}: ${state}`, {
    hint: WHEN_SESSION_ENDS,
  });
}

function refused(place: string, state: string, hint: string): CloacinaError {
  return new CloacinaError("store_corrupt", `Cannot create tables in ${place}: ${state}`, { hint });
}

async function makeTable(run: RunStatement, table: Table, name: string): Promise<void> {
  const primary = "primary key (id)";
  const unique = `unique (${table.unique.join(", ")})`;
  await run(`create table ${name} (${[...columnLines(table), primary, unique].join(", ")})`);
  for (const index of table.indexes) await run(createIndex(index, name));
}

/** The engine's tables give a row an ID and its time where it has none; ours leaves nothing to the database. */
function columnLines(table: Table): readonly string[] {
  const ofEngine: Readonly<Record<string, string>> = {
    id: " default gen_random_uuid()",
    [table.time]: " default current_timestamp",
  };
  const defaults = SIGNING_TABLES.includes(table) ? ofEngine : {};
  return columnsOf(table).map((column) => {
    const nullable = column.isNullable ? "" : " not null";
    return `${column.name} ${columnType(column)}${nullable}${defaults[column.name] ?? ""}`;
  });
}

function createIndex({ name, columns, onlyActive }: Index, table: string): string {
  const condition = onlyActive ? " where revoked_at is null" : "";
  return `create index ${name} on ${table} (${columns.join(", ")})${condition}`;
}
