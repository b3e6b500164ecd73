import assert from "node:assert/strict";
import { openPostgres } from "../../../../src/store/postgres/open_postgres.ts";
import { storeContract } from "../../../contracts/store_contract.ts";
import {
  createDatabase,
  databaseServer,
  dropDatabase,
  execute,
} from "../../../testkit/postgres_database.ts";
import {
  ANYBODY_MAY_CREATE,
  PLANTED,
  type Role,
  withRoles,
} from "../../../store/postgres/planted_names.ts";
import { withStore } from "../../../store/postgres/expect_error.ts";
import { READY } from "../../../store/postgres/ready_status.ts";
import { TABLE_NAMES } from "../../../contracts/store/table_names.ts";

// The whole contract of a store, by an operator in a database where a role without any right on the tables has planted
// a namesake of everything that a statement might name. Each planted thing stops whatever runs it.

const TABLES = TABLE_NAMES.join(", ");

const server = await databaseServer();
const name = await createDatabase(server);
const closed = Promise.withResolvers<void>();
const ready = Promise.withResolvers<Role>();
const roles = withRoles(server, name, async (operator, attacker) => {
  await execute(
    server.url(name),
    `${ANYBODY_MAY_CREATE}; create schema keys authorization ${operator.name}`,
  );
  await execute(attacker.url(), PLANTED);
  ready.resolve(operator);
  await closed.promise;
});
const operator = await Promise.race([ready.promise, roles.then(() => Promise.reject())]);

const PATHS = [
  // Where a path does not name the system's schema, that comes first, and yet a planted operator of the exact type wins.
  { what: "behind the system's", path: "keys, public", schema: null },
  { what: "before the system's", path: "public, pg_catalog", schema: "keys" },
] as const;

for (const { what, path, schema } of PATHS) {
  const open = async () => {
    await setPath(path);
    return await openPostgres({ kind: "postgres", url: operator.url(), schema });
  };
  storeContract(`postgres, planted names ${what}`, async () => {
    const store = await open();
    assert.equal((await store.migrate()).status.isReady, true);
    await execute(server.url(name), `set search_path = keys; truncate ${TABLES}`);
    return { store, openAgain: open, close: store.close };
  }, { schema: "keys" });
}

Deno.test("the tables are found on a path where every planted name hides the system's", async () => {
  await setPath("public, keys, pg_catalog");
  await withStore(operator.url(), async (store) => {
    assert.deepEqual(await store.schemaStatus(), { ...READY, schema: "keys" });
    assert.deepEqual((await store.migrate()).status, { ...READY, schema: "keys" });
  });
});

Deno.test("what is planted there does say so when it runs", async () => {
  await setPath("keys, public");
  for (const [statement, alarm] of ALARMS) {
    await assert.rejects(execute(operator.url(), statement), alarm);
  }
});

const ALARMS: readonly (readonly [string, RegExp])[] = [
  ["select 'a'::varchar = 'b'::varchar", /planted: = pg_catalog.varchar/],
  ["select starts_with('a'::varchar, 'b'::varchar)", /planted: starts_with/],
  ["set search_path = public, pg_catalog; select gen_random_uuid()", /planted: gen_random_uuid/],
  ["set search_path = public, pg_catalog; select count(*)", /planted: count/],
  ["set search_path = public, pg_catalog; select 1 = 1", /planted: = pg_catalog.int4/],
];

async function setPath(path: string): Promise<void> {
  await execute(server.url(name), `alter role ${operator.name} set search_path = ${path}`);
}

Deno.test.afterAll(async () => {
  closed.resolve();
  await roles;
  await dropDatabase(server, name);
});
