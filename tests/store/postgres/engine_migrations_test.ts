import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { recordedVersions, recordOf, startEngine } from "./engine_migrations.ts";
import { expectError, withStore } from "./expect_error.ts";
import { READY } from "./ready_status.ts";
import { NO_OWN_TABLES } from "../../contracts/store/own_tables.ts";

const server = await databaseServer();
const make = recordBuilder();

const FAULT = "the engine cannot start until `cloacina db migrate` has recorded its migrations " +
  "010 and 023";
const refusal = { code: "store_corrupt", hint: "`cloacina db migrate` creates what is missing" };
const DROP_RECORD = "drop table __diesel_schema_migrations";

async function migrated(url: string): Promise<void> {
  await withStore(url, async (store) => void await store.migrate());
}

async function addKey(store: Store) {
  const key = make.signingKey();
  await change(store, (writer) => writer.addSigningKey(key));
  return key;
}

Deno.test("the engine starts on the tables of an empty database that was migrated", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      assert.deepEqual((await store.migrate()).status, READY);
      const key = await addKey(store);
      assert.deepEqual(await recordedVersions(url), ["010", "023"]);
      assert.deepEqual(await startEngine(url), ["001", "011", "024"]);
      assert.deepEqual(await store.schemaStatus(), { ...READY, owner: "engine" });
      assert.deepEqual((await store.migrate()).status, { ...READY, owner: "engine" });
      assert.deepEqual(await recordedVersions(url), ["001", "010", "011", "023", "024"]);
      assert.deepEqual(await startEngine(url), []);
      assert.deepEqual(await store.signingKey(key.id), key);
    })));

Deno.test("the engine starts on tables in a schema of its own, whatever its name", () =>
  withDatabase(server, async (url, name) => {
    await execute(url, 'create schema "Te""n\'ant"');
    await withStore(url, async (store) => void await store.migrate(), "Te\"n'ant");
    const search = `search_path=${encodeURIComponent('"Te""n\'ant"')}`;
    const tenant = server.url(name, { search });
    assert.deepEqual(await startEngine(tenant), ["001", "011", "024"]);
    await withStore(tenant, async (store) => {
      assert.deepEqual(await store.schemaStatus(), {
        ...READY,
        schema: "Te\"n'ant",
        owner: "engine",
      });
    });
    await assert.rejects(recordedVersions(url), /does not exist/);
  }));

Deno.test("the record is created as diesel creates it", () =>
  withDatabase(server, async (url) => {
    await migrated(url);
    const ours = await recordShape(url);
    await execute(url, `${DROP_RECORD}; ${recordOf("010", "023")}`);
    assert.deepEqual(ours, await recordShape(url));
  }));

/** How a database came to be where the engine cannot start, what it has not recorded, and what it runs afterwards. */
const BROKEN: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ["tables and no record", DROP_RECORD, FAULT, "cloacina", ["001", "011", "024"]],
  [
    "a record without migrations",
    `${DROP_RECORD}; ${recordOf("x")}; delete from __diesel_schema_migrations`,
    FAULT,
    "cloacina",
    ["001", "011", "024"],
  ],
  [
    "an engine that failed to start",
    `${DROP_RECORD}; create table contexts (id uuid); ${recordOf("001")}`,
    FAULT,
    "engine",
    ["011", "024"],
  ],
  [
    "a record of the first alone",
    "delete from __diesel_schema_migrations where version = '023'",
    FAULT.replace("migrations 010 and 023", "migration 023"),
    "cloacina",
    ["001", "011", "024"],
  ],
];

for (const [what, breaking, engineFault, owner, runs] of BROKEN) {
  Deno.test(`where the engine cannot start, that is reported and repaired: ${what}`, () =>
    withDatabase(server, async (url) => {
      await migrated(url);
      await execute(url, breaking);
      await withStore(url, async (store) => {
        const key = await addKey(store);
        assert.deepEqual(await store.schemaStatus(), { ...READY, owner, engineFault, refusal });
        await assert.rejects(startEngine(url), /already exists/);
        await store.migrate();
        assert.equal((await store.schemaStatus()).engineFault, undefined);
        await startEngine(url);
        assert.deepEqual(await recordedVersions(url), ["001", "010", "011", "023", "024"]);
        assert.deepEqual((await store.migrate()).status, { ...READY, owner: "engine" });
        assert.deepEqual(await store.signingKey(key.id), key);
      });
    }));

  Deno.test(`where the engine has not tried to start yet, it runs the rest: ${what}`, () =>
    withDatabase(server, async (url) => {
      await migrated(url);
      await execute(url, breaking);
      await withStore(url, async (store) => {
        assert.deepEqual((await store.migrate()).status, { ...READY, owner });
        assert.deepEqual(await startEngine(url), runs);
      });
    }));
}

Deno.test("in a database that the engine made, nothing is recorded", () =>
  withDatabase(server, async (url) => {
    await startEngine(url);
    const before = await recordShape(url);
    await withStore(url, async (store) => {
      const status = { ...READY, owner: "engine" };
      assert.deepEqual(await store.schemaStatus(), { ...status, ownTables: NO_OWN_TABLES });
      assert.deepEqual((await store.migrate()).status, status);
    });
    assert.deepEqual(await recordShape(url), before);
  }));

for (const last of ["001", "011"]) {
  Deno.test(`in the database of an engine that ran its migrations up to ${last}, nothing is made`, () =>
    withDatabase(server, async (url) => {
      await startEngine(url, last);
      const before = await recordShape(url);
      await withStore(url, async (store) => {
        assert.equal((await store.schemaStatus()).owner, "engine");
        await expectError(
          {
            code: "store_corrupt",
            message: /belongs to the engine, and/,
            hint: /upgrade the engine/,
          },
          store.migrate(),
        );
      });
      assert.deepEqual(await recordShape(url), before);
      await startEngine(url);
    }));
}

Deno.test("a role that may not read the record is told that nothing is known of the engine", () =>
  withDatabase(server, async (url, name) => {
    await migrated(url);
    const user = `reader_${name}`;
    await execute(url, `create role ${user} login password 'p'`);
    try {
      await execute(url, `grant select on all tables in schema public to ${user}`);
      await execute(url, `revoke all on __diesel_schema_migrations from ${user}`);
      const reader = server.url(name, { user, password: "p" });
      const unreadable = {
        engineFault: "whether the engine can start is unknown, as its table " +
          "__diesel_schema_migrations may not be read by this role",
        refusal: {
          code: "insufficient_permissions",
          hint: "use another role, or grant this one SELECT on __diesel_schema_migrations",
        },
      };
      await withStore(reader, async (store) => {
        assert.deepEqual(await store.schemaStatus(), { ...READY, ...unreadable });
        await expectError({
          code: "insufficient_permissions",
          message: /: its table __diesel_schema_migrations may not be read by this role$/,
          hint: /SELECT/,
        }, store.migrate());
      });
      await startEngine(url);
      await withStore(reader, async (store) => {
        const status = { ...READY, owner: "engine", ...unreadable };
        assert.deepEqual(await store.schemaStatus(), status);
        await execute(url, `grant select (version) on __diesel_schema_migrations to ${user}`);
        assert.deepEqual(await store.schemaStatus(), { ...READY, owner: "engine" });
      });
      await execute(url, DROP_RECORD);
      await withStore(reader, async (store) => {
        assert.deepEqual(await store.schemaStatus(), { ...READY, engineFault: FAULT, refusal });
        await expectError(
          { code: "insufficient_permissions", message: /permission denied/ },
          store.migrate(),
        );
      });
    } finally {
      await execute(url, `drop owned by ${user}; drop role ${user}`);
    }
  }));

/** The table of the record with its rows, but for the time of each. */
async function recordShape(url: string): Promise<readonly unknown[]> {
  const columns = await execute(
    url,
    `select attname, format_type(atttypid, atttypmod) as type, attnotnull, pg_get_expr(adbin, adrelid) as value
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = '__diesel_schema_migrations'::regclass and attnum > 0 order by attnum`,
  );
  const indexes = await execute(
    url,
    "select indexdef from pg_indexes where tablename = '__diesel_schema_migrations'",
  );
  return [...columns, ...indexes, ...await recordedVersions(url)];
}
