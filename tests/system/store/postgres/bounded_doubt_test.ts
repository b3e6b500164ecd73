import assert from "node:assert/strict";
import { recordBuilder } from "../../../contracts/records.ts";
import { change } from "../../../contracts/store/opened_store.ts";
import { expectError, withStore } from "../../../store/postgres/expect_error.ts";
import { execute, withDatabase } from "../../../testkit/postgres_database.ts";
import { startPostgres } from "../../../testkit/postgres_server.ts";
import { until } from "../../../testkit/until.ts";
import { withoutStandby } from "../../../store/postgres/without_standby.ts";

// Takes as long as a commit is waited for, more than half a minute.

const server = await startPostgres();
const make = recordBuilder();
const KEYS = { orgId: null, includeRevoked: false };
const PAGE = { limit: 10, offset: 0 };

Deno.test("changes stop where too many wait for a standby, and go on where it has answered", () =>
  withDatabase(server, async (url) => {
    await withStore(url, async (store) => {
      await store.migrate();
      const keys = [make.signingKey(), make.signingKey()];
      const add = (key: typeof keys[number]) =>
        change(store, (writer) => writer.addSigningKey(key));
      const more = make.signingKey();
      await withoutStandby(server, async () => {
        const unknown = {
          code: "outcome_unknown",
          message: /there was no answer in time$/,
        } as const;
        await Promise.all(keys.map((key) => expectError(unknown, add(key))));
        for (let attempt = 0; attempt < 10; attempt++) {
          const message = /: 2 changes wait for a standby that does not answer$/;
          await expectError({ code: "store_unavailable", message }, add(more));
        }
        assert.equal(await waiting(url), 2);
        // What waits is not seen by others yet: to look whether it was made would mislead.
        assert.equal((await store.listSigningKeys(KEYS, PAGE)).total, 0);
      });
      await until(async () => await waiting(url) === 0);
      await add(more);
      assert.equal((await store.listSigningKeys(KEYS, PAGE)).total, 3);
      for (const { orgId, name } of keys) {
        await assert.rejects(add(make.signingKey({ orgId, name })), { code: "duplicate_name" });
      }
    });
  }));

async function waiting(url: string): Promise<number> {
  const rows = await execute(
    url,
    `select from pg_stat_activity
      where datname = current_database() and wait_event = 'SyncRep'`,
  );
  return rows.length;
}
