import { DatabaseSync } from "node:sqlite";
import { rowValues } from "../../src/store/sql/record_row.ts";
import { columnsOf, type Table } from "../../src/store/sql/columns.ts";
import { SIGNATURES, SIGNING_KEYS, TRUSTED_KEYS } from "../../src/store/sql/tables.ts";
import { SQLITE } from "../../src/store/sqlite/session.ts";
import type { Filler } from "./filler.ts";

/** Not crash-safe, which is fine for a temporary file. */
const SETTINGS = "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000";

/** Inserts rows into a database file. Indexes are dropped and recreated, which is ten times as fast. */
export function fillSqlite(path: string, { keys, trusted, signatures }: Filler): void {
  using database = new DatabaseSync(path);
  database.exec(`${SETTINGS}; BEGIN`);
  const indexes = dropIndexes(database);
  insert(database, SIGNING_KEYS, keys);
  insert(database, TRUSTED_KEYS, trusted);
  insert(database, SIGNATURES, signatures);
  for (const sql of indexes) database.exec(sql);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

/** Drops all explicit indexes, and returns the statements that recreate them. */
function dropIndexes(database: DatabaseSync): readonly string[] {
  const indexes = database.prepare(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
  ).all();
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  return indexes.map(({ sql }) => String(sql));
}

function insert<Row>(database: DatabaseSync, table: Table<Row>, rows: Iterable<Row>): void {
  const columns = columnsOf(table).map(({ name }) => name);
  const placeholders = columns.map(() => "?").join(", ");
  const statement = database.prepare(
    `INSERT INTO ${table.name} (${columns.join(", ")}) VALUES (${placeholders})`,
  );
  for (const row of rows) statement.run(...rowValues({ dialect: SQLITE, place: "" }, table, row));
}
