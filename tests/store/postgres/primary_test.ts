import assert from "node:assert/strict";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { createDatabase, execute } from "../../testkit/postgres_database.ts";
import { PASSWORD, SUPERUSER } from "../../testkit/postgres_data.ts";
import { type PostgresServer, startPostgres } from "../../testkit/postgres_server.ts";
import { until } from "../../testkit/until.ts";
import { expectError, withStore } from "./expect_error.ts";

// Two servers of which one is the primary: as after a failover, another one than before.

const [first, second] = await Promise.all([startPostgres(), startPostgres()]);
const make = recordBuilder();
const READ_ONLY = { code: "store_unavailable", message: /: it is read-only$/ } as const;

Deno.test("a store writes to the new primary after one failure at most", () =>
  withBoth(async (database) => {
    await withStore(bothHosts(database), async (store) => {
      await addKey(store);
      await takeChanges(first, false);
      await addKey(store).catch((error) => expectError(READ_ONLY, Promise.reject(error)));
      const key = make.signingKey();
      await change(store, (writer) => writer.addSigningKey(key));
      assert.ok(await has(second, database, key.id));
    });
  }));

Deno.test("a store that only reads leaves a server that is no primary any more", () =>
  withBoth(async (database) => {
    const key = make.signingKey();
    await withStore(
      second.url(database),
      (store) => change(store, (writer) => writer.addSigningKey(key)),
    );
    await withStore(bothHosts(database), async (store) => {
      assert.equal(await store.signingKey(key.id), null);
      await takeChanges(first, false);
      assert.deepEqual(await until(() => store.signingKey(key.id)), key);
      await takeChanges(first, true);
      assert.deepEqual(await store.signingKey(key.id), key);
    });
  }));

Deno.test("a connection that took no change is not used again, whatever the URL asks for", () =>
  withBoth(async (database) => {
    await withStore(first.url(database), async (store) => {
      const [before] = await sessions(database);
      await takeChanges(first, false);
      await expectError(READ_ONLY, addKey(store));
      await until(async () => !(await sessions(database)).includes(before));
      await takeChanges(first, true);
      await addKey(store);
    });
  }));

async function addKey(store: Store): Promise<void> {
  await change(store, (writer) => writer.addSigningKey(make.signingKey()));
}

/** Runs work with a database that both servers have; afterwards both take changes. */
async function withBoth(work: (database: string) => Promise<void>): Promise<void> {
  const database = await createDatabase(first);
  await execute(second.url("postgres"), `create database ${database}`);
  for (const server of [first, second]) {
    await withStore(server.url(database), async (store) => void await store.migrate());
  }
  try {
    await work(database);
  } finally {
    await takeChanges(first, true);
  }
}

function bothHosts(database: string): string {
  const login = `${SUPERUSER}:${encodeURIComponent(PASSWORD)}`;
  const hosts = [first, second].map(({ port }) => `127.0.0.1:${port}`).join(",");
  return `postgres://${login}@${hosts}/${database}?target_session_attrs=read-write`;
}

/** As a demotion and a promotion do, without those: sessions that are open stay open. */
async function takeChanges(server: PostgresServer, doesTake: boolean): Promise<void> {
  const value = doesTake ? "off" : "on";
  const admin = server.url("postgres");
  await execute(admin, `alter system set default_transaction_read_only = ${value}`);
  await execute(admin, "select pg_reload_conf()");
  await until(async () => await isReadOnly(server) !== doesTake);
}

async function isReadOnly(server: PostgresServer): Promise<boolean> {
  const [row] = await execute(server.url("postgres"), "show default_transaction_read_only");
  return row?.["default_transaction_read_only"] === "on";
}

async function has(server: PostgresServer, database: string, id: string): Promise<boolean> {
  const rows = await execute(server.url(database), `select from signing_keys where id = '${id}'`);
  return rows.length === 1;
}

async function sessions(database: string): Promise<readonly unknown[]> {
  const rows = await execute(
    first.url("postgres"),
    `select pid from pg_stat_activity
      where datname = '${database}' and application_name = 'cloacina'`,
  );
  return rows.map(({ pid }) => pid);
}
