import assert from "node:assert/strict";
import { openPostgres } from "../../../../src/store/postgres/open_postgres.ts";
import { recordBuilder } from "../../../contracts/records.ts";
import { change } from "../../../contracts/store/opened_store.ts";
import { storeContract } from "../../../contracts/store_contract.ts";
import { assertRevokedIsSeen } from "../../../contracts/store/revoked_before_asked.ts";
import { startHoldingProxy } from "../../../testkit/holding_proxy.ts";
import { startPgBouncer } from "../../testkit/pgbouncer.ts";
import {
  createDatabase,
  execute,
  withDatabase,
  withSession,
} from "../../../testkit/postgres_database.ts";
import { startPostgres } from "../../../testkit/postgres_server.ts";
import { ANYBODY_MAY_CREATE, PLANTED } from "../../../store/postgres/planted_names.ts";
import { expectError, expectRefusal, withStore } from "../../../store/postgres/expect_error.ts";
import { TABLE_NAMES } from "../../../contracts/store/table_names.ts";

const server = await startPostgres();
const bouncer = await startPgBouncer(server);
const name = await createDatabase(server);
const make = recordBuilder();

const open = (search = "") =>
  openPostgres({ kind: "postgres", url: bouncer.url(name, { search }), schema: null });

storeContract("postgres through PgBouncer", async () => {
  const store = await open();
  await store.migrate();
  await execute(
    server.url(name),
    `truncate ${TABLE_NAMES.join(", ")}`,
  );
  return { store, openAgain: () => open(), close: store.close };
}, { schema: "public" });

Deno.test("a search path counts in each transaction, whichever session that is in", async () => {
  await execute(server.url(name), "create schema tenant");
  const tenant = await open("search_path=tenant");
  const nobody = await open();
  try {
    await tenant.migrate();
    const key = make.signingKey();
    await change(tenant, (writer) => writer.addSigningKey(key));
    // More at once than PgBouncer has sessions, so that both stores meet each of them.
    const found = Array.from(
      { length: 20 },
      (_, at) => (at % 2 ? nobody : tenant).signingKey(key.id),
    );
    const expected = Array.from({ length: 20 }, (_, at) => at % 2 ? null : key);
    assert.deepEqual(await Promise.all(found), expected);
  } finally {
    await tenant.close();
    await nobody.close();
  }
});

Deno.test("what another client leaves in a session is neither read nor written", async () => {
  const store = await open();
  try {
    await store.migrate();
    const [key, other] = [make.trustedKey(), make.trustedKey()];
    await change(store, (writer) => writer.saveTrustedKey(key));
    await leaveInEverySession(`set search_path = pg_temp, nowhere;
      create temp table trusted_keys as select * from public.trusted_keys where false;
      create temp table pg_class as select * from pg_catalog.pg_class where false`);
    // More at once than PgBouncer has sessions, by connections that are new to it as well.
    const again = await open();
    const found = Array.from(
      { length: 20 },
      (_, at) => (at % 2 ? store : again).trustedKeysOf([key.orgId], [key.fingerprint]),
    );
    for (const rows of await Promise.all(found)) assert.deepEqual(rows, [key]);
    await change(again, (writer) => writer.saveTrustedKey(other));
    await again.close();
    const rows = await execute(
      server.url(name),
      `select from trusted_keys where id = '${other.id}'`,
    );
    assert.equal(rows.length, 1);
  } finally {
    await store.close();
  }
});

Deno.test("behind PgBouncer, a server is asked what it is by nothing that others have planted", () =>
  withDatabase(server, async (url, planted) => {
    await execute(url, `${ANYBODY_MAY_CREATE}; ${PLANTED}`);
    await execute(url, `alter database ${planted} set search_path = public, pg_catalog`);
    for (const kind of ["primary", "read-write"]) {
      const search = `target_session_attrs=${kind}`;
      const store = await openPostgres({
        kind: "postgres",
        url: bouncer.url(planted, { search }),
        schema: null,
      });
      await store.close();
    }
    await expectRefusal(
      { code: "store_unavailable", message: /it is not read-only, but target_session_attrs/ },
      bouncer.url(planted, { search: "target_session_attrs=read-only" }),
    );
  }));

Deno.test("what PgBouncer refuses has the codes of what the server would refuse", async () => {
  await expectRefusal(
    { code: "insufficient_permissions", message: /the password was refused$/ },
    bouncer.url(name, { password: "wrong" }),
  );
  await expectRefusal(
    { code: "insufficient_permissions", message: /the password was refused$/ },
    bouncer.url(name, { user: "nobody" }),
  );
  await expectRefusal(
    { code: "store_unavailable", message: /there is no such database$/ },
    bouncer.url("nowhere"),
  );
});

Deno.test("a PgBouncer that lends a session for one statement is refused in its own words", async () => {
  const other = await startPgBouncer(server, "statement");
  try {
    await withStore(other.url(name), async (store) => {
      const expected = {
        code: "store_unavailable",
        message: /with 08P01 \(transaction blocks not allowed in statement pooling mode\)$/,
        hint: /^set pool_mode to transaction or session in PgBouncer/,
      } as const;
      await expectError(expected, store.schemaStatus());
      await expectError(expected, store.transaction(() => Promise.resolve()));
    });
  } finally {
    await other.close();
  }
});

Deno.test("a session that ends behind PgBouncer is named by what PgBouncer says", () =>
  withStore(bouncer.url(name), (store) =>
    expectError(
      {
        code: "store_unavailable",
        message: /the server ended the connection with \w{5} \(.+\)$/,
        hint: /^run the command again$/,
      },
      store.transaction(async (writer) => {
        await writer.addSigningKey(make.signingKey());
        await execute(
          server.url(name),
          `select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where datname = current_database() and state = 'idle in transaction'`,
        );
        await writer.addSigningKey(make.signingKey());
      }),
    )));

Deno.test("a PgBouncer that ends in the middle is a lost connection", async () => {
  const other = await startPgBouncer(server);
  await withStore(other.url(name), async (store) => {
    const key = make.signingKey();
    await expectError(
      { code: "store_unavailable", message: /the connection was lost$/ },
      store.transaction(async (writer) => {
        await writer.addSigningKey(key);
        await other.close();
        await writer.signingKey(key.id);
      }),
    );
    await withStore(server.url(name), async (direct) => {
      assert.equal(await direct.signingKey(key.id), null);
    });
  });
});

Deno.test("behind PgBouncer, who asks after a revocation is not answered by a read that had begun before it", async () => {
  const proxy = startHoldingProxy(bouncer.port);
  const behind = bouncer.url(name, { port: proxy.port, search: "sslmode=disable" });
  try {
    await withStore(server.url(name), async (direct) => {
      await direct.migrate();
      await withStore(behind, async (store) => {
        // Then the connection knows its tables, as all do after a moment.
        await store.findApiToken(make.apiToken().tokenHash);
        await assertRevokedIsSeen({ store, direct, proxy });
      });
    });
  } finally {
    await proxy.close();
  }
});

/** Runs statements in each of PgBouncer's two sessions: while one has a transaction, it is lent to nobody else. */
async function leaveInEverySession(statements: string): Promise<void> {
  await withSession(bouncer.url(name), async (one) => {
    await one.unsafe(`begin; ${statements}`);
    await withSession(bouncer.url(name), async (other) => {
      await other.unsafe(`begin; ${statements}; commit`);
    });
    await one.unsafe("commit");
  });
}
