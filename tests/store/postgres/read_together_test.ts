import assert from "node:assert/strict";
import { recordBuilder } from "../../contracts/records.ts";
import { save } from "../../contracts/store/opened_store.ts";
import { assertRevokedIsSeen } from "../../contracts/store/revoked_before_asked.ts";
import { startHoldingProxy } from "../../testkit/holding_proxy.ts";
import { execute, withDatabase, withSession } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { until } from "../../testkit/until.ts";
import { withStore } from "./expect_error.ts";

const server = await startPostgres();

Deno.test("who asks after a revocation is not answered by a read that had begun before it", () =>
  withDatabase(server, async (url, name) => {
    const proxy = startHoldingProxy(server.port);
    const behind = server.url(name, { port: proxy.port, search: "sslmode=disable" });
    try {
      await withStore(url, async (direct) => {
        await direct.migrate();
        await withStore(behind, (store) => assertRevokedIsSeen({ store, direct, proxy }));
      });
    } finally {
      await proxy.close();
    }
  }));

/** Stops what waits for a lock, as the server's own limit does after half a minute. */
const STOP_WAITING =
  "select from (select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock') as stopped";

Deno.test("a read that waits for a locked table for too long does not keep those that it was sent with", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      await store.migrate();
      const make = recordBuilder();
      const [key, token] = [make.trustedKey(), make.apiToken()];
      await save(store, { trustedKeys: [key], apiTokens: [token] });
      await withSession(url, async (session) => {
        await session.unsafe("begin; lock table trusted_keys in access exclusive mode");
        const blocked = [key.fingerprint, make.trustedKey().fingerprint].map((fingerprint) =>
          store.trustedKeysOf([key.orgId], [fingerprint])
        );
        const free = store.findApiToken(token.tokenHash);
        await until(async () => (await execute(url, STOP_WAITING)).length > 0);
        assert.deepEqual(await free, token);
        await session.unsafe("commit");
        assert.deepEqual(await Promise.all(blocked), [[key], []]);
      });
    })));
