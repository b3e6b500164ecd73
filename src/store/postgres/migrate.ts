import { CloacinaError } from "../../errors.ts";
import { SIGNING_MIGRATIONS } from "../sql/engine_migrations.ts";
import { recordState, unrecordedIn } from "../sql/engine_record.ts";
import { columnsOf, type Index, type Table } from "../sql/columns.ts";
import { OWN_TABLES, SIGNING_TABLES } from "../sql/tables.ts";
import { type Made, type Migration, OWN_TABLE_NAMES } from "../schema_status.ts";
import { madeOtherwise } from "../store_errors.ts";
import { takeLocks, WHEN_SESSION_ENDS } from "./advisory_locks.ts";
import type { RunStatement } from "./connection.ts";
import { isReadOnly } from "./database_error.ts";
import { recordMigrations, writingFault } from "./engine_record.ts";
import type { FindTables } from "./find_tables.ts";
import { type MigrationRefusal, migrationRefusal } from "./migration_refusal.ts";
import { readUngranted } from "./privileges.ts";
import { readSchema, type SchemaFindings } from "./read_schema.ts";
import { readSchemaStatus } from "./schema_status.ts";
import { columnType } from "./table_differences.ts";
import { inSchema, type Tables } from "./tables.ts";

/** How long to wait for another migration, in milliseconds: one takes far less. */
const PATIENCE = 10_000;

/** A number of our own: the first 8 bytes of SHA-256("cloacina db migrate"). */
const LOCK = "9172433805379558400";

/** As `Store.migrate`, within one transaction. A second one waits here until the first has ended, and then looks. */
export async function migrate(
  run: RunStatement,
  findTables: FindTables["look"],
): Promise<Migration> {
  const holders = await takeLocks(run, [{ number: LOCK, isShared: false }], PATIENCE);
  const tables = await findTables(run);
  if (holders !== null) throw isHeld(tables.place, holders);
  await requireChangesTaken(run, tables.place);
  const schema = await readSchema(run, tables);
  const refusal = migrationRefusal(schema);
  if (refusal !== null) throw refused(tables.place, refusal);
  const made = [
    ...await makeTables(run, tables, schema),
    ...await recordWhatIsThere(run, tables, schema),
  ];
  const status = await readSchemaStatus(run, await findTables(run));
  if (status.refusal !== undefined) throw madeOtherwise(tables.place, status);
  const ungranted = made.includes("statements") ? await readUngranted(run, tables) : [];
  return { status, made, ...(ungranted.length > 0 && { ungranted }) };
}

async function makeTables(
  run: RunStatement,
  tables: Tables,
  { hasAnySigningTable, ownTables }: SchemaFindings,
): Promise<readonly Made[]> {
  const signing = hasAnySigningTable ? [] : SIGNING_TABLES;
  const own = OWN_TABLE_NAMES.filter((one) => !ownTables[one].isThere);
  for (const table of [...signing, ...own.map((one) => OWN_TABLES[one])]) {
    await makeTable(run, table, inSchema(tables.schema, table.name));
  }
  return hasAnySigningTable ? own : ["tables"];
}

/** Records the engine's migrations that would create what is there now. */
async function recordWhatIsThere(
  run: RunStatement,
  tables: Tables,
  { engineRecord }: SchemaFindings,
): Promise<readonly Made[]> {
  const unrecorded = unrecordedIn(engineRecord, SIGNING_MIGRATIONS.postgres);
  if (unrecorded.length === 0) return [];
  const fault = await writingFault(run, tables);
  if (fault !== undefined) throw refused(tables.place, { ...fault, state: recordState(fault) });
  await recordMigrations(run, tables, unrecorded);
  return ["engine record"];
}

/** Where nothing needs to be made, nothing else would show that the server takes no changes. */
async function requireChangesTaken(run: RunStatement, place: string): Promise<void> {
  const { rows: [row] } = await run(
    "select pg_catalog.current_setting('transaction_read_only') = 'on' as read_only",
  );
  if (row?.["read_only"] === true) throw isReadOnly(place);
}

/** Anybody who may connect can hold it. */
function isHeld(place: string, holders: string): CloacinaError {
  const state = `the migration lock is held by ${holders}`;
  return new CloacinaError("store_unavailable", `Cannot create tables in ${place}: ${state}`, {
    hint: WHEN_SESSION_ENDS,
  });
}

function refused(place: string, { code, state, hint }: MigrationRefusal): CloacinaError {
  return new CloacinaError(code, `Cannot create tables in ${place}: ${state}`, { hint });
}

async function makeTable(run: RunStatement, table: Table, name: string): Promise<void> {
  const primary = "primary key (id)";
  const unique = `unique (${table.unique.join(", ")})`;
  await run(`create table ${name} (${[...columnLines(table), primary, unique].join(", ")})`);
  const indexes = [...table.indexes, ...table.listingIndexes];
  for (const index of indexes) await run(createIndex(index, name));
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
