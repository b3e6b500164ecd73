import assert from "node:assert/strict";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";

const server = await databaseServer();
const make = recordBuilder();

Deno.test("a store has four connections at most, and as few as it needs", () =>
  withDatabase(server, async (url) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    await store.migrate();
    for (let round = 0; round < 10; round++) await store.signaturesOf(make.packageHash());
    assert.equal(await sessionsOf(url), 1);
    const keys = { orgId: null, includeRevoked: true };
    const atOnce = Array.from({ length: 40 }, () => [
      store.signaturesOf(make.packageHash()),
      store.listSigningKeys(keys, { limit: 1, offset: 0 }),
      store.transaction((writer) => writer.saveSignatures([make.signature()])),
    ]);
    await Promise.all(atOnce.flat());
    assert.equal(await sessionsOf(url), 4);
    await store.close();
    await untilNone(url);
  }));

Deno.test("closing waits for what is under way, and then nothing more is done", () =>
  withDatabase(server, async (url) => {
    const store = await openPostgres({ kind: "postgres", url, schema: null });
    await store.migrate();
    const key = make.signingKey();
    const closing = Promise.withResolvers<void>();
    const done = store.transaction(async (writer) => {
      await writer.addSigningKey(key);
      closing.resolve();
      await writer.revokeSigningKey(key.id, key.createdAt);
    });
    await closing.promise;
    const closes = [store.close(), store.close()];
    await assert.rejects(store.signingKey(key.id), /: it was closed$/);
    await Promise.all([done, ...closes]);
    await store.close();
    const again = await openPostgres({ kind: "postgres", url, schema: null });
    assert.deepEqual(await again.signingKey(key.id), { ...key, revokedAt: key.createdAt });
    await again.close();
  }));

async function sessionsOf(url: string): Promise<number> {
  const rows = await execute(
    url,
    `select pid from pg_stat_activity
      where datname = current_database() and application_name = 'cloacina'`,
  );
  return rows.length;
}

/** The server sees the end of a session a little later. */
async function untilNone(url: string): Promise<void> {
  while (await sessionsOf(url) > 0);
}
