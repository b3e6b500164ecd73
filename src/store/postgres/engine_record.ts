import {
  ENGINE_MIGRATIONS_COLUMNS,
  ENGINE_MIGRATIONS_TABLE,
  type EngineRecord,
  hasOtherMigrations,
  SIGNING_MIGRATIONS,
} from "../sql/engine_migrations.ts";
import { exists, OID } from "./catalogue.ts";
import type { RunStatement } from "./connection.ts";
import { inSchema, quoteText, type Tables } from "./tables.ts";

/** A table that the first of the engine's migrations creates. */
const ENGINE_TABLE = "contexts";

/**
 * The engine's migrations that are recorded. Not read where the table belongs to somebody without power over the
 * database, as a view of theirs would run with our rights; nor where this role may not read it.
 */
export async function readEngineRecord(run: RunStatement, tables: Tables): Promise<EngineRecord> {
  if (tables.engineRecord === null) return "absent";
  if (!tables.engineRecord.isTrusted || !await isReadable(run, tables)) return "unreadable";
  const { rows } = await run(
    `select version::text as version from ${inSchema(tables.schema, ENGINE_MIGRATIONS_TABLE)}`,
  );
  return rows.map(({ version }) => String(version));
}

/** By its migrations; where these cannot be read, by another table of the engine's, or because ours are not there. */
export async function hasEngine(
  run: RunStatement,
  tables: Tables,
  { record, hasSigningTables }: {
    readonly record: EngineRecord;
    readonly hasSigningTables: boolean;
  },
): Promise<boolean> {
  if (record === "absent") return false;
  if (record !== "unreadable") return hasOtherMigrations(record, SIGNING_MIGRATIONS.postgres);
  return !hasSigningTables || await exists(run, tables, ENGINE_TABLE);
}

/** Records migrations as run, in a table that is created where it is missing. */
export async function recordMigrations(
  run: RunStatement,
  { schema, engineRecord }: Tables,
  versions: readonly string[],
): Promise<void> {
  if (versions.length === 0) return;
  const name = inSchema(schema, ENGINE_MIGRATIONS_TABLE);
  // Not "if not exists": what somebody created since we looked is not ours to write to.
  if (engineRecord === null) await run(`create table ${name} (${ENGINE_MIGRATIONS_COLUMNS})`);
  const rows = versions.map((version) => `(${quoteText(version)})`).join(", ");
  await run(`insert into ${name} (version) values ${rows} on conflict do nothing`);
}

async function isReadable(run: RunStatement, { schema }: Tables): Promise<boolean> {
  const { rows } = await run(
    `select true as found from pg_catalog.pg_attribute where attrelid = ${OID} and attname = 'version'
      and not attisdropped and has_column_privilege(attrelid, attnum, 'select')`,
    [schema, ENGINE_MIGRATIONS_TABLE],
  );
  return rows.length > 0;
}
