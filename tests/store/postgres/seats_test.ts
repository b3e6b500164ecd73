import assert from "node:assert/strict";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { execute, withDatabase, withSession } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { until } from "../../testkit/until.ts";
import { withStore } from "./expect_error.ts";
import { withoutStandby } from "./without_standby.ts";

// Not TEST_DATABASE_URL's: its commits are made to wait here.
const server = await startPostgres();
const make = recordBuilder();
const PAGE = { limit: 10, offset: 0 };
const ALL = { orgId: null, fingerprint: null };

Deno.test("lists that take long leave connections for looking up, signing and changing", () =>
  withMigrated((url) =>
    withStore(url, async (store) => {
      const key = make.signingKey();
      await change(store, (writer) => writer.addSigningKey(key));
      await withSession(url, async (session) => {
        const lists: Promise<unknown>[] = [];
        await session.begin(async (blocker) => {
          await blocker`lock table package_signatures in access exclusive mode`;
          for (let list = 0; list < 10; list++) lists.push(store.listSignatures(ALL, PAGE));
          await until(async () => await sessionsThat(url, "wait_event_type = 'Lock'") === 2);
          assert.deepEqual(await store.signingKey(key.id), key);
          const signed = await store.holding([key.fingerprint], () => Promise.resolve("signed"));
          assert.equal(signed, "signed");
          await change(store, (writer) => writer.addSigningKey(make.signingKey()));
          assert.equal(await sessionsThat(url, "wait_event_type = 'Lock'"), 2);
        });
        assert.equal((await Promise.all(lists)).length, 10);
      });
    })
  ));

Deno.test("changes that wait for a standby leave connections for everything else", () =>
  withMigrated((url) =>
    withStore(url, async (store) => {
      const key = make.signingKey();
      await change(store, (writer) => writer.addSigningKey(key));
      const changes = await withoutStandby(server, async () => {
        const waiting = Array.from({ length: 6 }, () =>
          change(store, (writer) => writer.addSigningKey(make.signingKey())));
        await until(async () =>
          await sessionsThat(url, "wait_event = 'SyncRep'") === 2
        );
        assert.deepEqual(await store.signingKey(key.id), key);
        assert.equal((await store.listSigningKeys(KEYS, PAGE)).total, 1);
        const signed = await store.holding([key.fingerprint], () => Promise.resolve("signed"));
        assert.equal(signed, "signed");
        assert.equal((await store.schemaStatus()).isReady, true);
        assert.equal(await sessionsThat(url, "wait_event = 'SyncRep'"), 2);
        return waiting;
      });
      await Promise.all(changes);
      assert.equal((await store.listSigningKeys(KEYS, PAGE)).total, 7);
    })
  ));

const KEYS = { orgId: null, includeRevoked: false };

async function withMigrated(work: (url: string) => Promise<void>): Promise<void> {
  await withDatabase(server, async (url) => {
    await withStore(url, async (store) => void await store.migrate());
    await work(url);
  });
}

async function sessionsThat(url: string, condition: string): Promise<number> {
  const rows = await execute(
    url,
    `select pid from pg_stat_activity
      where datname = current_database() and application_name = 'cloacina' and ${condition}`,
  );
  return rows.length;
}
