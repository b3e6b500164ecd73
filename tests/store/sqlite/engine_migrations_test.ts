import assert from "node:assert/strict";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import {
  execute,
  makeEngineDatabase,
  plain,
  recordedVersions,
  requireIntact,
  shapeOf,
  startEngine,
  withDatabase,
} from "./engine_database.ts";
import { migrated } from "./migrated.ts";
import { withPath, withStore } from "./temporary_sqlite.ts";
import { ALL_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const make = recordBuilder("engine migrations");

const READY = { owner: "cloacina", isReady: true, ownTables: ALL_OWN_TABLES, problems: [] };
const FAULT = "the engine cannot start until `cloacina db migrate` has recorded its migrations " +
  "009 and 020";
const refusal = { code: "store_corrupt", hint: "`cloacina db migrate` creates what is missing" };
const DROP_RECORD = "DROP TABLE __diesel_schema_migrations";

Deno.test("the engine starts on the tables of a database that was made here", () =>
  withPath(async (path) => {
    await migrated(path);
    assert.deepEqual(recordedVersions(path), ["009", "020"]);
    assert.deepEqual(startEngine(path), ["001", "010", "021"]);
    await withStore(path, async (store) => {
      assert.deepEqual(await store.schemaStatus(), { ...READY, owner: "engine" });
      assert.deepEqual((await store.migrate()).status, { ...READY, owner: "engine" });
    });
    assert.deepEqual(startEngine(path), []);
    requireIntact(path);
  }));

Deno.test("the record is created as diesel creates it", () =>
  withPath(async (path) => {
    await migrated(path);
    const columns = () =>
      withDatabase(path, (database) =>
        plain(
          database,
          `SELECT name, upper(type) AS type, "notnull", upper(dflt_value) AS value, pk
            FROM pragma_table_info('__diesel_schema_migrations')`,
        ));
    const ours = columns();
    execute(
      path,
      `${DROP_RECORD}; DROP TABLE signing_keys; DROP TABLE trusted_keys;
      DROP TABLE key_trust_acls; DROP TABLE package_signatures`,
    );
    startEngine(path);
    assert.equal(ours.length, 2);
    assert.deepEqual(ours, columns());
  }));

/** How a database came to be where the engine cannot start, and whose it is then. */
const BROKEN: readonly (readonly [string, string, string, string])[] = [
  ["tables and no record", DROP_RECORD, FAULT, "cloacina"],
  [
    "a record without migrations",
    "DELETE FROM __diesel_schema_migrations",
    FAULT,
    "cloacina",
  ],
  [
    "an engine that failed to start",
    `DELETE FROM __diesel_schema_migrations; CREATE TABLE contexts (id BLOB);
      INSERT INTO __diesel_schema_migrations (version) VALUES ('001')`,
    FAULT,
    "engine",
  ],
  [
    "a record of the first alone",
    "DELETE FROM __diesel_schema_migrations WHERE version = '020'",
    FAULT.replace("migrations 009 and 020", "migration 020"),
    "cloacina",
  ],
];

for (const [what, breaking, engineFault, owner] of BROKEN) {
  Deno.test(`where the engine cannot start, that is reported and repaired: ${what}`, () =>
    withPath(async (path) => {
      await migrated(path);
      execute(path, breaking);
      await withStore(path, async (store) => {
        const key = make.signingKey();
        await save(store, { signingKeys: [key] });
        assert.deepEqual(await store.schemaStatus(), { ...READY, owner, engineFault, refusal });
        assert.throws(() => startEngine(path), /already exists|duplicate column/);
        await store.migrate();
        assert.equal((await store.schemaStatus()).engineFault, undefined);
        startEngine(path);
        assert.deepEqual(recordedVersions(path), ["001", "009", "010", "020", "021"]);
        assert.deepEqual(await store.signingKey(key.id), key);
      });
      requireIntact(path);
    }));
}

Deno.test("of six that repair at once, each finds the engine able to start", () =>
  withPath(async (path) => {
    await migrated(path);
    execute(path, DROP_RECORD);
    const stores = await Promise.all(
      Array.from({ length: 6 }, () => openSqlite({ kind: "sqlite", path })),
    );
    try {
      const all = await Promise.all(stores.map((store) => store.migrate()));
      assert.deepEqual(all.map(({ status }) => status), Array(6).fill(READY));
      assert.deepEqual(all.flatMap(({ made }) => made), ["engine record"]);
    } finally {
      for (const store of stores) await store.close();
    }
    assert.deepEqual(recordedVersions(path), ["009", "020"]);
  }));

Deno.test("in a database that the engine made, nothing is recorded", () =>
  withPath(async (path) => {
    makeEngineDatabase(path);
    await migrated(path);
    const shape = shapeOf(path);
    assert.deepEqual(recordedVersions(path), ["001", "002", "009", "020"]);
    await migrated(path);
    assert.deepEqual(shapeOf(path), shape);
  }));

Deno.test("a record of nothing is an empty database", () =>
  withPath(async (path) => {
    execute(path, "CREATE TABLE __diesel_schema_migrations (version TEXT PRIMARY KEY)");
    await withStore(path, async (store) => assert.deepEqual((await store.migrate()).status, READY));
    assert.deepEqual(recordedVersions(path), ["009", "020"]);
  }));
