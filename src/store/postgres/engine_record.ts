import {
  ENGINE_MIGRATIONS_COLUMNS,
  ENGINE_MIGRATIONS_TABLE,
  ENGINE_TABLE,
  SIGNING_MIGRATIONS,
} from "../sql/engine_migrations.ts";
import {
  type EngineRecord,
  hasOtherMigrations,
  RECORD_FAULTS,
  type RecordFault,
  recordFaultOf,
} from "../sql/engine_record.ts";
import { exists, OID } from "./catalogue.ts";
import type { RunStatement } from "./connection.ts";
import { inSchema, quoteText, type Tables } from "./tables.ts";

const ORDINARY = "r";

/** What else may have a table's name, by `pg_class.relkind`. */
const KINDS: Readonly<Record<string, string>> = {
  c: "a composite type",
  f: "a foreign table",
  i: "an index",
  I: "an index",
  m: "a materialized view",
  p: "a partitioned table",
  S: "a sequence",
  v: "a view",
};

const TEXTS = ["text", "character varying"];

/** What the catalogue says of the record's table. */
type Facts = Readonly<Record<string, unknown>>;

/**
 * What the engine's record says. Only the catalogue is asked about what is no ordinary table, or belongs to somebody
 * without power over the database: their view would run with our rights.
 */
export async function readEngineRecord(run: RunStatement, tables: Tables): Promise<EngineRecord> {
  if (tables.engineRecord === null) return "absent";
  const { owner, isTrusted } = tables.engineRecord;
  if (!isTrusted) return { fault: belongsTo(owner) };
  const fault = faultIn(await readFacts(run, tables));
  return fault === undefined ? await readVersions(run, tables) : { fault };
}

/** By its migrations; where these cannot be read, by another table of the engine's. */
export async function hasEngine(
  run: RunStatement,
  tables: Tables,
  record: EngineRecord,
): Promise<boolean> {
  if (recordFaultOf(record) === undefined) return hasOtherMigrations(record);
  return await exists(run, tables, ENGINE_TABLE);
}

/** Records migrations as run, in a table that is created where it is missing. */
export async function recordMigrations(
  run: RunStatement,
  { schema, engineRecord }: Tables,
  versions: readonly string[],
): Promise<void> {
  const name = inSchema(schema, ENGINE_MIGRATIONS_TABLE);
  // Not "if not exists": what somebody created since we looked is not ours to write to.
  if (engineRecord === null) await run(`create table ${name} (${ENGINE_MIGRATIONS_COLUMNS})`);
  const rows = versions.map((version) => `(${quoteText(version)})`).join(", ");
  await run(`insert into ${name} (version) values ${rows} on conflict do nothing`);
}

/** Why nothing is written to the record. */
export async function writingFault(
  run: RunStatement,
  tables: Tables,
): Promise<RecordFault | undefined> {
  if (tables.engineRecord === null) return undefined;
  const { has_rules: hasRules, has_triggers: hasTriggers } = await readFacts(run, tables);
  if (hasRules === true) return RECORD_FAULTS.rewritten("rules");
  return hasTriggers === true ? RECORD_FAULTS.rewritten("triggers") : undefined;
}

async function readFacts(run: RunStatement, { schema }: Tables): Promise<Facts> {
  const { rows } = await run(
    `select relkind::text as kind,
        exists (select from pg_rewrite where ev_class = c.oid) as has_rules,
        exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal) as has_triggers,
        row_security_active(c.oid) as hides_rows,
        format_type(atttypid, null) as type,
        has_column_privilege(c.oid, attnum, 'select') as is_readable
      from pg_class as c
      left join pg_attribute on attrelid = c.oid and attname = 'version' and not attisdropped
      where c.oid = ${OID}`,
    [schema, ENGINE_MIGRATIONS_TABLE],
  );
  return rows[0] ?? {};
}

function faultIn({ kind, type, is_readable: isReadable, hides_rows: hidesRows }: Facts) {
  if (kind !== ORDINARY) return RECORD_FAULTS.anotherKind(KINDS[String(kind)] ?? "no table");
  if (typeof type !== "string") return RECORD_FAULTS.noVersions;
  if (!TEXTS.includes(type)) return RECORD_FAULTS.anotherType(type);
  if (isReadable !== true) return UNREADABLE;
  return hidesRows === true ? HIDDEN : undefined;
}

/** Asks for each version, as the table may be of any size. */
async function readVersions(run: RunStatement, { schema }: Tables): Promise<EngineRecord> {
  const name = inSchema(schema, ENGINE_MIGRATIONS_TABLE);
  const ours = SIGNING_MIGRATIONS.postgres;
  const version = 'version collate "C"';
  const listed = ours.map(quoteText).join(", ");
  const { rows: [row = {}] } = await run(
    `select ${
      ours.map((one) =>
        `exists (select from ${name} where ${version} = ${quoteText(one)}) as "${one}", `
      ).join("")
    }exists (select from ${name} where ${version} not in (${listed})) as has_others,
    exists (select from ${name} where version is null) as has_null`,
  );
  if (row["has_null"] === true) return { fault: RECORD_FAULTS.nullVersion };
  return {
    unrecorded: ours.filter((one) => row[one] !== true),
    hasOthers: row["has_others"] === true,
  };
}

function belongsTo(owner: string): RecordFault {
  return {
    code: "store_corrupt",
    state: `belongs to ${owner}, who has no power over the database`,
    hint:
      "find out who created it; if that is the engine's own role, start the engine first: its " +
      "migrations create the signing tables",
  };
}

const UNREADABLE: RecordFault = {
  code: "insufficient_permissions",
  state: "may not be read by this role",
  hint: `use another role, or grant this one SELECT on ${ENGINE_MIGRATIONS_TABLE}`,
};

const HIDDEN: RecordFault = {
  code: "insufficient_permissions",
  state: "has row-level security, which may hide rows from this role",
  hint: "use the role that owns the table, or one with BYPASSRLS",
};
