import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { toTimeText } from "../../src/store/sqlite/times.ts";
import { uuidBytes, uuidBytesOrNull } from "../../src/store/sqlite/values.ts";
import type { Filler } from "./filler.ts";

/** Not crash-safe, which is fine for a temporary file. */
const SETTINGS = "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000";

/** Inserts rows into a database file. Indexes are dropped and recreated, which is ten times as fast. */
export function fillSqlite(path: string, { keys, trusted, signatures }: Filler): void {
  using database = new DatabaseSync(path);
  database.exec(`${SETTINGS}; BEGIN`);
  const indexes = dropIndexes(database);
  insert(database, "signing_keys", keys, (key) => [
    ...[uuidBytes(key.id), uuidBytes(key.orgId), key.name, key.sealedSeed],
    ...[key.publicKey, key.fingerprint, toTimeText(key.createdAt), null],
  ]);
  insert(database, "trusted_keys", trusted, (key) => [
    ...[uuidBytes(key.id), uuidBytes(key.orgId), key.fingerprint, key.publicKey],
    ...[key.name, toTimeText(key.trustedAt), null],
  ]);
  insert(database, "package_signatures", signatures, (row) => [
    ...[uuidBytes(row.id), row.packageHash, row.keyFingerprint, row.signature],
    ...[toTimeText(row.signedAt), uuidBytesOrNull(row.orgId)],
  ]);
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

function insert<Row>(
  database: DatabaseSync,
  table: string,
  rows: Iterable<Row>,
  toValues: (row: Row) => readonly SQLInputValue[],
): void {
  const columns = database.prepare(`SELECT * FROM ${table}`).columns();
  const statement = database.prepare(
    `INSERT INTO ${table} VALUES (${columns.map(() => "?").join(", ")})`,
  );
  for (const row of rows) statement.run(...toValues(row));
}
