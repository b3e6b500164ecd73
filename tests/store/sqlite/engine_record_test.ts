import assert from "node:assert/strict";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import {
  execute,
  recordedVersions,
  requireIntact,
  shapeOf,
  startEngine,
} from "./engine_database.ts";
import { type NoRecord, noRecords, RECORD } from "../no_records.ts";
import { migrated } from "./migrated.ts";
import { withPath, withStore } from "./temporary_sqlite.ts";
import { ALL_OWN_TABLES } from "../../contracts/store/own_tables.ts";

// What stands in the place of the engine's record of its migrations, and is none.

const make = recordBuilder("engine record");

const READY = { owner: "cloacina", isReady: true, ownTables: ALL_OWN_TABLES, problems: [] };

const NO_RECORDS: readonly NoRecord[] = [
  ...noRecords("INTEGER", ["009", "020"]),
  [
    "a view that keeps nothing",
    `CREATE VIEW ${RECORD} AS SELECT '001' AS version WHERE FALSE;
      CREATE TRIGGER keep INSTEAD OF INSERT ON ${RECORD} BEGIN SELECT 1; END`,
    "is a view",
  ],
  [
    "a view of another case",
    "CREATE VIEW __Diesel_Schema_MIGRATIONS AS SELECT '009' AS version",
    "is a view",
  ],
  ["a virtual table", `CREATE VIRTUAL TABLE ${RECORD} USING fts5(version)`, "is a virtual table"],
  [
    "a table of numbers of any kind",
    `CREATE TABLE ${RECORD} (version DECIMAL); INSERT INTO ${RECORD} VALUES ('009'), ('020')`,
    "has a column version of type DECIMAL",
  ],
];

for (const [what, making, state] of NO_RECORDS) {
  Deno.test(`${what} is no record of migrations: that is reported, and nothing is made`, () =>
    withPath(async (path) => {
      await requireRefused(path, making, state, { isReady: false });
      const other = `${path}-other`;
      await migrated(other);
      execute(other, `DROP TABLE ${RECORD}`);
      await requireRefused(other, making, state, READY);
      await withStore(other, async (store) => {
        const key = make.signingKey();
        await save(store, { signingKeys: [key] });
        assert.deepEqual(await store.signingKey(key.id), key);
      });
    }));
}

async function requireRefused(
  path: string,
  making: string,
  state: string,
  expected: Readonly<Record<string, unknown>>,
): Promise<void> {
  execute(path, making);
  const shape = shapeOf(path);
  await withStore(path, async (store) => {
    const { engineFault, refusal, ...status } = await store.schemaStatus();
    const known = `as its table ${RECORD} ${state}`;
    assert.equal(engineFault, `whether the engine can start is unknown, ${known}`);
    assert.equal(refusal?.code, "store_corrupt");
    assert.deepEqual({ ...status, ...expected }, status);
    await assert.rejects(store.migrate(), {
      code: "store_corrupt",
      message: `Cannot access the database "${path}": its table ${RECORD} ${state}`,
      hint: refusal?.hint,
    });
  });
  assert.deepEqual(shapeOf(path), shape);
}

Deno.test("a record is found whatever the case of its name", () =>
  withPath(async (path) => {
    await migrated(path);
    execute(
      path,
      `ALTER TABLE ${RECORD} RENAME TO other; ALTER TABLE other RENAME TO __DIESEL_schema_migrations`,
    );
    await withStore(path, async (store) => {
      assert.deepEqual(await store.schemaStatus(), READY);
      assert.deepEqual(await store.migrate(), { status: READY, made: [] });
      execute(path, `DELETE FROM ${RECORD} WHERE version = '020'`);
      assert.deepEqual(await store.migrate(), { status: READY, made: ["engine record"] });
    });
    assert.deepEqual(recordedVersions(path), ["009", "020"]);
    assert.deepEqual(startEngine(path), ["001", "010", "021"]);
  }));

Deno.test("tables are found whatever the case of their names", () =>
  withPath(async (path) => {
    await migrated(path);
    for (const name of ["signing_keys", "cloacina_api_tokens"]) {
      execute(
        path,
        `ALTER TABLE ${name} RENAME TO other; ALTER TABLE other RENAME TO ${name.toUpperCase()}`,
      );
    }
    await withStore(path, async (store) => {
      assert.deepEqual(await store.migrate(), { status: READY, made: [] });
      const key = make.signingKey();
      await save(store, { signingKeys: [key] });
      assert.deepEqual(await store.signingKey(key.id), key);
    });
  }));

Deno.test("nothing is written to a record that has triggers", () =>
  withPath(async (path) => {
    for (const [name, when] of [["ignoring", "BEFORE"], ["removing", "AFTER"]]) {
      const file = `${path}-${name}`;
      const body = name === "ignoring" ? "SELECT RAISE(IGNORE)" : `DELETE FROM ${RECORD}`;
      execute(
        file,
        `CREATE TABLE ${RECORD} (version VARCHAR(50) PRIMARY KEY NOT NULL);
          CREATE TRIGGER ${name} ${when} INSERT ON __DIESEL_SCHEMA_MIGRATIONS BEGIN ${body}; END`,
      );
      const shape = shapeOf(file);
      await withStore(file, async (store) => {
        await assert.rejects(store.migrate(), {
          code: "store_corrupt",
          message: `Cannot access the database "${file}": its table ${RECORD} has triggers`,
          hint: "find out who created them, and have them dropped",
        });
      });
      assert.deepEqual(tables(shapeOf(file)), tables(shape));
    }
  }));

Deno.test("a name that another object has is a fault of the database, and nothing is made", () =>
  withPath(async (path) => {
    await migrated(path);
    execute(
      path,
      "DROP TABLE cloacina_api_tokens; CREATE INDEX cloacina_api_tokens ON signing_keys (id)",
    );
    const shape = shapeOf(path);
    await withStore(path, async (store) => {
      await assert.rejects(store.migrate(), {
        code: "store_corrupt",
        message: `Cannot create tables in the database "${path}": SQLite refused a statement ` +
          "(there is already an index named cloacina_api_tokens)",
      });
    });
    assert.deepEqual(shapeOf(path), shape);
    requireIntact(path);
  }));

/** All but the journal mode, which is set before the transaction. */
function tables(shape: unknown): unknown {
  return (shape as readonly unknown[])[0];
}
