import assert from "node:assert/strict";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { execute } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { cutInCommit } from "./cut_in_commit.ts";
import { expectError, expectRefusal, withStore } from "./expect_error.ts";
import { withMigrated } from "./with_migrated.ts";

// Not TEST_DATABASE_URL's: it is stopped here.
const server = await startPostgres();
const make = recordBuilder();
const ended = (words: string) => ({
  code: "store_unavailable",
  message: new RegExp(`: the server ended the connection with ${words}\\)$`),
  hint: /^run the command again$/,
} as const);
const TERMINATED = ended("57P01 \\(terminating connection due to administrator command");
const ENDED = {
  fast: TERMINATED,
  immediate: ended("57P01 \\(terminating connection due to immediate shutdown command"),
} as const;

for (const mode of ["fast", "immediate"] as const) {
  Deno.test(`a server that restarts in the middle (${mode}) undoes the transaction, and is used again`, () =>
    withMigrated(server, (url) =>
      withStore(url, async (store) => {
        const [before, during, after] = [make.signingKey(), make.signingKey(), make.signingKey()];
        await change(store, (writer) => writer.addSigningKey(before));
        await expectError(
          ENDED[mode],
          store.transaction(async (writer) => {
            await writer.addSigningKey(during);
            await server.stop(mode);
            await expectError(ENDED[mode], writer.addSigningKey(make.signingKey()));
            // Nothing more is tried on a connection that was lost.
            await writer.signingKey(during.id);
          }),
        );
        await expectRefusal(
          { code: "store_unavailable", message: /nothing is listening there$/ },
          url,
        );
        await server.start();
        await change(store, (writer) => writer.addSigningKey(after));
        assert.deepEqual(await store.signingKey(before.id), before);
        assert.equal(await store.signingKey(during.id), null);
        assert.deepEqual(await store.signingKey(after.id), after);
      })));

  Deno.test(`a store that was idle while its server restarted (${mode}) goes on`, () =>
    withMigrated(server, (url) =>
      withStore(url, async (store) => {
        const key = make.signingKey();
        await change(store, (writer) => writer.addSigningKey(key));
        await server.stop(mode);
        await expectError(
          {
            code: "store_unavailable",
            message: /nothing is listening there$|ended the connection with 57P01 \(.*\)$/,
          },
          store.signingKey(key.id),
        );
        await server.start();
        assert.deepEqual(await store.signingKey(key.id), key);
      })));
}

Deno.test("a session that is ended from outside takes no other along", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      const [ended, other] = [make.signingKey(), make.signingKey()];
      const otherIsAdded = Promise.withResolvers<void>();
      const endedIsGone = Promise.withResolvers<void>();
      const goesOn = store.transaction(async (writer) => {
        await writer.addSigningKey(other);
        otherIsAdded.resolve();
        await endedIsGone.promise;
        assert.deepEqual(await writer.signingKey(other.id), other);
      });
      await otherIsAdded.promise;
      await expectError(
        TERMINATED,
        store.transaction(async (writer) => {
          await writer.addSigningKey(ended);
          await endNewestTransaction(url);
          await writer.addSigningKey(make.signingKey());
        }),
      );
      endedIsGone.resolve();
      await goesOn;
      assert.equal(await store.signingKey(ended.id), null);
      assert.deepEqual(await store.signingKey(other.id), other);
    })));

Deno.test("a session that was idle in its transaction for too long says that the server ended it", () =>
  withMigrated(server, async (url, name) => {
    const search = `options=${encodeURIComponent("-c idle_in_transaction_session_timeout=200")}`;
    await withStore(server.url(name, { search }), async (store) => {
      const key = make.signingKey();
      await expectError(
        ended("25P03 \\(terminating connection due to idle-in-transaction timeout"),
        store.transaction(async (writer) => {
          await writer.addSigningKey(key);
          while ((await execute(url, IN_TRANSACTION)).length > 0);
          await writer.signingKey(key.id);
        }),
      );
      assert.equal(await store.signingKey(key.id), null);
    });
  }));

Deno.test("work that knows nothing of a lost connection does not get a commit", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      const key = make.signingKey();
      await expectError(
        TERMINATED,
        store.transaction(async (writer) => {
          await writer.addSigningKey(key);
          await endNewestTransaction(url);
          await writer.addSigningKey(make.signingKey()).catch(() => {});
        }),
      );
      assert.equal(await store.signingKey(key.id), null);
    })));

Deno.test("a connection that is lost during the commit leaves the outcome open, and says so", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      await cutInCommit(url, () =>
        expectError({
          code: "outcome_unknown",
          message:
            /^Cannot tell whether the database [^ ]* has the changes: the server ended the connection with 57P01 \(term/,
          hint: /^run the command again when the store answers/,
        }, change(store, (writer) => writer.addSigningKey(make.signingKey()))));
    })));

Deno.test("a failed statement that the work passes over is no success", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      const [key, more] = [make.signingKey(), make.signingKey()];
      const trusted = make.trustedKey();
      const sameId = make.trustedKey({ id: trusted.id });
      await assert.rejects(
        change(
          store,
          (writer) => writer.addSigningKey(key),
          (writer) => writer.saveTrustedKey(trusted),
          (writer) => writer.saveTrustedKey(sameId).catch(() => {}),
        ),
        { code: "store_corrupt", message: /the server reported 23505/ },
      );
      assert.equal(await store.signingKey(key.id), null);
      await change(store, (writer) => writer.addSigningKey(more));
      assert.deepEqual(await store.signingKey(more.id), more);
    })));

Deno.test("what is asked of a transaction after its end is not done", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      const [key, late] = [make.signingKey(), make.signingKey()];
      const lateWriter = await store.transaction(async (writer) => {
        await writer.addSigningKey(key);
        return writer;
      });
      await assert.rejects(lateWriter.addSigningKey(late), /the transaction has ended/);
      assert.equal(await store.signingKey(late.id), null);
    })));

const IN_TRANSACTION = "select pid from pg_stat_activity where datname = current_database() " +
  "and state = 'idle in transaction'";

async function endNewestTransaction(url: string): Promise<void> {
  const [row] = await execute(
    url,
    `select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'
      order by xact_start desc limit 1`,
  );
  assert.equal(row?.["ended"], true);
}
