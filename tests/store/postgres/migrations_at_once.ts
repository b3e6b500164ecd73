import assert from "node:assert/strict";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { OWN_TABLE_NAMES } from "../../../src/store/schema_status.ts";
import { OWN_TABLES, TABLES } from "../../../src/store/sql/tables.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { ENGINE_RECORD } from "./engine_migrations.ts";
import { withStore } from "./expect_error.ts";
import { READY } from "./ready_status.ts";

/** Registers the tests that six migrations that run at once make each table once, in so many rounds. */
export async function migrationsAtOnce(rounds: number): Promise<void> {
  const server = await databaseServer();

  Deno.test(`migrations at once make the tables once, in ${rounds} rounds`, () =>
    withDatabase(server, async (url) => {
      for (let round = 0; round < rounds; round++) {
        const schema = `round_${round}`;
        await execute(url, `create schema ${schema}`);
        await migrateAtOnce(url, schema, {
          status: { ...READY, schema },
          made: ["tables", "engine record"],
        });
        const tables = `select from pg_tables where schemaname = '${schema}'`;
        assert.equal((await execute(url, tables)).length, TABLES.length + 1);
        await execute(url, `drop table ${schema}.__diesel_schema_migrations`);
        await migrateAtOnce(url, schema, {
          status: { ...READY, schema },
          made: ["engine record"],
        });
        assert.equal((await execute(url, tables)).length, TABLES.length + 1);
      }
    }));

  Deno.test(`migrations at once make our own tables once in a database of before, in ${rounds} rounds`, () =>
    withDatabase(server, async (url) => {
      await withStore(url, async (store) => void await store.migrate());
      const names = Object.values(OWN_TABLES).map(({ name }) => name).join(", ");
      for (let round = 0; round < rounds; round++) {
        const owner = round % 2 === 0 ? "engine" : "cloacina";
        const engine = owner === "engine" ? ENGINE_RECORD : "";
        await execute(url, `drop table ${names}; ${engine}`);
        const made = owner === "engine" ? OWN_TABLE_NAMES : [...OWN_TABLE_NAMES, "engine record"];
        await migrateAtOnce(url, null, { status: { ...READY, owner }, made });
        await execute(url, "drop table if exists __diesel_schema_migrations");
      }
    }));
}

/** Each finds the same status; what was made was made by one alone. */
async function migrateAtOnce(
  url: string,
  schema: string | null,
  { status, made }: { readonly status: unknown; readonly made: readonly string[] },
): Promise<void> {
  const open = () => openPostgres({ kind: "postgres", url, schema });
  const stores = await Promise.all([open(), open(), open()]);
  try {
    // The pairs of one store have connections of their own as well.
    const statuses = await Promise.all([...stores, ...stores].map((store) => store.migrate()));
    assert.deepEqual(statuses.map(({ status }) => status), Array(6).fill(status));
    assert.deepEqual(statuses.flatMap(({ made }) => made), made);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}
