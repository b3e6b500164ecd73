import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";

// What the engine's SQLite migrations leave behind, as far as it concerns us: its own list of them, a table of its
// workflows, and the signing tables with the column that its migration 020 added.
const MIGRATIONS = `
CREATE TABLE __diesel_schema_migrations (
  version VARCHAR(50) PRIMARY KEY NOT NULL,
  run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO __diesel_schema_migrations (version) VALUES ('001'), ('002');
CREATE TABLE contexts (
  id BLOB PRIMARY KEY NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);`;

const SIGNING = `
INSERT INTO __diesel_schema_migrations (version) VALUES ('009');
CREATE TABLE signing_keys (
  id BLOB PRIMARY KEY NOT NULL,
  org_id BLOB NOT NULL,
  key_name TEXT NOT NULL,
  encrypted_private_key BLOB NOT NULL,
  public_key BLOB NOT NULL,
  key_fingerprint TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT,
  UNIQUE(org_id, key_name)
);
CREATE INDEX idx_signing_keys_org ON signing_keys(org_id);
CREATE INDEX idx_signing_keys_fingerprint ON signing_keys(key_fingerprint);
CREATE TABLE trusted_keys (
  id BLOB PRIMARY KEY NOT NULL,
  org_id BLOB NOT NULL,
  key_fingerprint TEXT NOT NULL,
  public_key BLOB NOT NULL,
  key_name TEXT,
  trusted_at TEXT NOT NULL,
  revoked_at TEXT,
  UNIQUE(org_id, key_fingerprint)
);
CREATE INDEX idx_trusted_keys_org ON trusted_keys(org_id);
CREATE INDEX idx_trusted_keys_fingerprint ON trusted_keys(key_fingerprint);
CREATE TABLE key_trust_acls (
  id BLOB PRIMARY KEY NOT NULL,
  parent_org_id BLOB NOT NULL,
  child_org_id BLOB NOT NULL,
  granted_at TEXT NOT NULL,
  revoked_at TEXT,
  UNIQUE(parent_org_id, child_org_id)
);
CREATE INDEX idx_trust_acls_parent ON key_trust_acls(parent_org_id);
CREATE INDEX idx_trust_acls_child ON key_trust_acls(child_org_id);
CREATE TABLE package_signatures (
  id BLOB PRIMARY KEY NOT NULL,
  package_hash TEXT NOT NULL,
  key_fingerprint TEXT NOT NULL,
  signature BLOB NOT NULL,
  signed_at TEXT NOT NULL,
  UNIQUE(package_hash, key_fingerprint)
);
CREATE INDEX idx_signatures_hash ON package_signatures(package_hash);
CREATE INDEX idx_signatures_key ON package_signatures(key_fingerprint);`;

const SIGNING_WITH_ORG = `
INSERT INTO __diesel_schema_migrations (version) VALUES ('020');
ALTER TABLE package_signatures ADD COLUMN org_id BLOB;
CREATE INDEX idx_signatures_org ON package_signatures(org_id);`;

/** How far the engine's migrations got: without signing tables, before its migration 020, or all of them. */
export type EngineVersion = "without signing" | "without org" | "whole";

const SCHEMAS: Readonly<Record<EngineVersion, string>> = {
  "without signing": MIGRATIONS,
  "without org": MIGRATIONS + SIGNING,
  "whole": MIGRATIONS + SIGNING + SIGNING_WITH_ORG,
};

/** Makes a database as the engine does: in WAL unless told otherwise, and readable to all. */
export function makeEngineDatabase(
  path: string,
  version: EngineVersion = "whole",
  journalMode: "wal" | "delete" = "wal",
): void {
  withDatabase(path, (database) => {
    database.exec(`PRAGMA journal_mode = ${journalMode}`);
    database.exec(SCHEMAS[version]);
  });
}

/** Everything in a database that is not a row: its schema, its header's marks, its journal mode. */
export function shapeOf(path: string): unknown {
  return shapeWhere(path, "TRUE");
}

/** What the engine's migrations do as far as it concerns us, by their versions; one before, between and after those of the signing tables. */
const STARTING: readonly (readonly [string, string])[] = [
  ["001", "CREATE TABLE contexts (id BLOB PRIMARY KEY NOT NULL)"],
  ["009", SIGNING.replace(/^INSERT .*$/m, "")],
  ["010", "ALTER TABLE contexts ADD COLUMN sub_status TEXT"],
  ["020", SIGNING_WITH_ORG.replace(/^INSERT .*$/m, "")],
  ["021", "ALTER TABLE contexts ADD COLUMN correlation BLOB"],
];

/** Does what the engine does when it starts: runs what is not recorded, one transaction each. Returns what it ran. */
export function startEngine(path: string): readonly string[] {
  return withDatabase(path, (database) => {
    database.exec(`CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
      version VARCHAR(50) PRIMARY KEY NOT NULL,
      run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)`);
    const recorded = recordedVersions(path);
    const pending = STARTING.filter(([version]) => !recorded.includes(version));
    for (const [version, sql] of pending) {
      const record = `INSERT INTO __diesel_schema_migrations (version) VALUES ('${version}')`;
      database.exec(`BEGIN; ${sql}; ${record}; COMMIT`);
    }
    return pending.map(([version]) => version);
  });
}

/** The engine's migrations that are recorded. */
export function recordedVersions(path: string): readonly string[] {
  const rows = withDatabase(
    path,
    (database) =>
      database.prepare("SELECT version FROM __diesel_schema_migrations ORDER BY version").all(),
  );
  return rows.map(({ version }) => String(version));
}

/** As `shapeOf`, but for our own tables, which are not the engine's. */
export function engineShapeOf(path: string): unknown {
  return shapeWhere(path, "tbl_name NOT LIKE 'cloacina\\_%' ESCAPE '\\'");
}

function shapeWhere(path: string, condition: string): unknown {
  const schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema";
  return withDatabase(path, (database) => [
    plain(database, `${schema} WHERE ${condition} ORDER BY name`),
    plain(database, "PRAGMA journal_mode"),
    plain(database, "PRAGMA application_id"),
    plain(database, "PRAGMA user_version"),
    plain(database, "PRAGMA auto_vacuum"),
    plain(database, "PRAGMA page_size"),
  ]);
}

/** The rows of a statement as plain objects. */
export function plain(database: DatabaseSync, sql: string): readonly unknown[] {
  return database.prepare(sql).all().map((row) => ({ ...row }));
}

/** Opens a database as somebody else would. */
export function withDatabase<Result>(
  path: string,
  work: (database: DatabaseSync) => Result,
): Result {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Runs statements as somebody else would. */
export function execute(path: string, sql: string): void {
  withDatabase(path, (database) => database.exec(sql));
}

/** SQLite's own check of the whole file finds nothing. */
export function requireIntact(path: string): void {
  const found = withDatabase(path, (database) => plain(database, "PRAGMA integrity_check"));
  assert.deepEqual(found, [{ integrity_check: "ok" }]);
}
