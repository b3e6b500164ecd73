import assert from "node:assert/strict";
import { recordBuilder } from "../../../contracts/records.ts";
import { save } from "../../../contracts/store/opened_store.ts";
import { type Pgpool, startPgpool } from "../../testkit/pgpool.ts";
import { createDatabase, withSession } from "../../../testkit/postgres_database.ts";
import { startPostgres } from "../../../testkit/postgres_server.ts";
import { startStandby } from "../../testkit/postgres_standby.ts";
import { withStore } from "../../../store/postgres/expect_error.ts";

// pgpool-II before a primary and a standby that stands still: what it takes for a read that changes nothing it sends to
// the standby, one statement at a time, also within a transaction.

const primary = await startPostgres();
const standby = await startStandby(primary);
const make = recordBuilder();
const AT = new Date("2026-03-01T00:00:00.000Z");
const PAGE = { limit: 10, offset: 0 };

const SETTINGS: readonly (readonly [what: string, settings: readonly string[]])[] = [
  ["as it comes", []],
  ["passing over comments", ["allow_sql_comments = on"]],
  ["balancing after writes", ["disable_load_balance_on_write = 'off'"]],
  ["balancing after writes, and passing over comments", [
    "disable_load_balance_on_write = 'off'",
    "allow_sql_comments = on",
  ]],
  ["balancing each statement", ["statement_level_load_balance = on", "allow_sql_comments = on"]],
];

for (const [what, settings] of SETTINGS) {
  Deno.test(`behind pgpool-II ${what}, what was revoked on the primary is revoked`, () =>
    withPool(settings, async (pool, name) => {
      const [signing, trusted, token] = [make.signingKey(), make.trustedKey(), make.apiToken()];
      const grant = make.trustGrant();
      await withStore(primary.url(name), async (store) => {
        await store.migrate();
        await save(store, {
          signingKeys: [signing],
          trustedKeys: [trusted],
          grants: [grant],
          apiTokens: [token],
        });
        await standby.catchUp();
        await standby.pause();
        await store.transaction(async (writer) => {
          await writer.revokeSigningKey(signing.id, AT);
          await writer.revokeTrustedKey(trusted.orgId, trusted.id, AT);
          await writer.revokeTrustGrant(grant.parentOrgId, grant.childOrgId, AT);
          await writer.revokeApiToken(token.id, AT);
        });
      });
      await assertBalances(pool, name);
      await withStore(pool.url(name), async (store) => {
        const revoked = { revokedAt: AT };
        assert.deepEqual(await store.signingKey(signing.id), { ...signing, ...revoked });
        assert.deepEqual(await store.trustedKeysOf([trusted.orgId], [trusted.fingerprint]), [
          { ...trusted, ...revoked },
        ]);
        assert.deepEqual(
          await store.trustGrantsOf([grant.parentOrgId], "parent"),
          [
            { ...grant, ...revoked },
          ],
        );
        assert.deepEqual(await store.findApiToken(token.tokenHash), { ...token, ...revoked });
        const active = { orgId: signing.orgId, includeRevoked: false };
        assert.deepEqual(await store.listSigningKeys(active, PAGE), { rows: [], total: 0 });
        const query = { orgId: signing.orgId, prefix: signing.fingerprint.slice(0, 12) };
        assert.deepEqual(await store.findSigningKeys(query, 2), [{ ...signing, ...revoked }]);
        await store.transaction(async (writer) => {
          assert.deepEqual(await writer.signingKey(signing.id), { ...signing, ...revoked });
        });
        assert.equal(store.standbyReads(), 0);
      });
    }));
}

Deno.test("behind pgpool-II that takes every function for one that reads, a standby's answer is seen to be one", () =>
  withPool(
    [
      "disable_load_balance_on_write = 'off'",
      "allow_sql_comments = on",
      "read_only_function_list = '.*'",
    ],
    async (pool, name) => {
      const key = make.signingKey();
      await withStore(primary.url(name), async (store) => {
        await store.migrate();
        await save(store, { signingKeys: [key] });
      });
      await standby.catchUp();
      await withStore(pool.url(name), async (store) => {
        assert.deepEqual(await store.signingKey(key.id), key);
        assert.ok(store.standbyReads() > 0);
      });
    },
  ));

Deno.test("behind pgpool-II who uses what is held is refused, and who revokes it goes on", () =>
  withPool(["disable_load_balance_on_write = 'off'"], async (pool, name) => {
    await withStore(primary.url(name), async (store) => void await store.migrate());
    await standby.catchUp();
    await withStore(pool.url(name), async (store) => {
      const { id } = make.apiToken();
      const number = BigInt.asIntN(64, BigInt(`0x${id.replaceAll("-", "").slice(0, 16)}`));
      const look = () => store.holding([id], () => Promise.resolve("looked"));
      assert.equal(await look(), "looked");
      await withSession(primary.url(name), async (session) => {
        await session.unsafe(`select pg_advisory_lock(${number})`);
        await assert.rejects(look(), { code: "store_unavailable", message: /\(process \d+\)/ });
        const holders = await store.transaction(async (writer) => {
          const named = await writer.hold({ uses: [], revokes: [id] });
          assert.equal(await writer.apiToken(id), null);
          return named;
        });
        assert.match(holders ?? "", /\(process \d+\)/);
      });
      assert.equal(await look(), "looked");
    });
  }));

/** Runs work with a pgpool and a new database that the standby has, too; afterwards it goes on. */
async function withPool(
  settings: readonly string[],
  work: (pool: Pgpool, name: string) => Promise<void>,
): Promise<void> {
  const pool = await startPgpool(primary, standby, settings);
  try {
    await work(pool, await createDatabase(primary));
  } finally {
    await standby.resume();
    await pool.close();
  }
}

/** An ordinary read, within a transaction that only reads, is answered by the standby, which stands still. */
async function assertBalances(pool: Pgpool, name: string): Promise<void> {
  const rows = await withSession(pool.url(name), async (session) => {
    await session.unsafe("begin read only");
    return await session.unsafe("select key_name from signing_keys where revoked_at is null");
  });
  assert.equal(rows.length, 1);
}
