import {
  ENGINE_MIGRATIONS_COLUMNS,
  ENGINE_MIGRATIONS_TABLE,
  SIGNING_MIGRATIONS,
} from "../sql/engine_migrations.ts";
import { type EngineRecord, RECORD_FAULTS, type RecordFault } from "../sql/engine_record.ts";
import type { Connection } from "./connection.ts";

/** Types that keep text as it is, but for those with INT in their name (sqlite.org/datatype3.html, section 3.1). */
const KEEPS_TEXT = /CHAR|CLOB|TEXT|BLOB|^$/i;
const INTEGER = /INT/i;

/** What the engine's record says. What is no ordinary table is not read. */
export function readEngineRecord(connection: Connection): EngineRecord {
  const [found] = connection.rows(
    `SELECT type, rootpage FROM sqlite_schema
      WHERE type IN ('table', 'view', 'index') AND lower(name) = ?`,
    ENGINE_MIGRATIONS_TABLE,
  );
  if (found === undefined) return "absent";
  const fault = faultIn(connection, found);
  return fault === undefined ? readVersions(connection) : { fault };
}

/** Why nothing is written to the record. */
export function writingFault(connection: Connection): RecordFault | undefined {
  const triggers = connection.rows(
    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = ?",
    ENGINE_MIGRATIONS_TABLE,
  );
  return triggers.length === 0 ? undefined : RECORD_FAULTS.rewritten("triggers");
}

/** The statements that record migrations as run. */
export function recordMigrations(
  record: EngineRecord,
  versions: readonly string[],
): readonly string[] {
  const create = `CREATE TABLE ${ENGINE_MIGRATIONS_TABLE} (${ENGINE_MIGRATIONS_COLUMNS})`;
  const insert = versions.map((version) =>
    `INSERT INTO ${ENGINE_MIGRATIONS_TABLE} (version) VALUES ('${version}')`
  );
  return record === "absent" ? [create, ...insert] : insert;
}

function faultIn(
  connection: Connection,
  { type: kind, rootpage }: Readonly<Record<string, unknown>>,
): RecordFault | undefined {
  if (kind !== "table") return RECORD_FAULTS.anotherKind(kind === "view" ? "a view" : "an index");
  // A table of a module has none.
  if (Number(rootpage) === 0) return RECORD_FAULTS.anotherKind("a virtual table");
  const columns = connection.rows(
    "SELECT type FROM pragma_table_info(?) WHERE lower(name) = 'version'",
    ENGINE_MIGRATIONS_TABLE,
  );
  if (columns[0] === undefined) return RECORD_FAULTS.noVersions;
  const type = String(columns[0]["type"]);
  return KEEPS_TEXT.test(type) && !INTEGER.test(type) ? undefined : RECORD_FAULTS.anotherType(type);
}

/** Asks for each version, as the table may be of any size. */
function readVersions(connection: Connection): EngineRecord {
  const ours = SIGNING_MIGRATIONS.sqlite;
  const listed = ours.map((version) => `'${version}'`).join(", ");
  const has = (condition: string) =>
    connection.rows(`SELECT 1 FROM ${ENGINE_MIGRATIONS_TABLE} WHERE ${condition} LIMIT 1`).length >
      0;
  if (has("version IS NULL")) return { fault: RECORD_FAULTS.nullVersion };
  const version = "CAST(version AS TEXT) COLLATE BINARY";
  return {
    unrecorded: ours.filter((one) => !has(`${version} = '${one}'`)),
    hasOthers: has(`${version} NOT IN (${listed})`),
  };
}
