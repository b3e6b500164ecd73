import assert from "node:assert/strict";
import {
  createDatabase,
  dropDatabase,
  execute,
  withSession,
} from "../testkit/postgres_database.ts";
import { startPostgres } from "../testkit/postgres_server.ts";
import { toolUnderTest } from "../testkit/tool.ts";
import { until } from "../testkit/until.ts";
import { type ApiServer, withApiServer } from "./api_server.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const HASH = "ab".repeat(32);

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  // Not TEST_DATABASE_URL's: it is stopped here.
  const postgres = await startPostgres();

  const withDatabase = async (body: (url: string) => Promise<void>) => {
    const name = await createDatabase(postgres);
    await body(postgres.url(name)).finally(() => dropDatabase(postgres, name));
  };

  const withTwoServers = (body: (one: ApiServer, other: ApiServer) => Promise<void>) =>
    withDatabase((database) =>
      withApiServer(
        tool,
        { database },
        (one) => withApiServer(tool, { database }, (other) => body(one, other)),
      )
    );

  Deno.test(`a key that one of two servers revoked is refused by the other at the next request, against ${tool.kind}`, () =>
    withTwoServers(async (one, other) => {
      const key = await ask(one, "POST", "/v1/signing-keys", {
        org_id: ORG,
        name: "k",
        trust: true,
      });
      assert.equal(key.status, 201);
      const path = `/v1/signing-keys/${key.json.key_id}`;
      const sign = (server: ApiServer) =>
        ask(server, "POST", `${path}/signatures`, { package_hash: HASH, store: true });
      const [first, second] = [await sign(one), await sign(other)];
      assert.deepEqual([first.status, second.status], [200, 200]);
      assert.equal(first.json.signatures[0].signature, second.json.signatures[0].signature);
      const verify = (server: ApiServer) =>
        ask(server, "POST", "/v1/verify", { org_id: ORG, package_hash: HASH });
      assert.equal((await verify(other)).status, 200);
      assert.equal((await ask(one, "POST", `${path}/revoke`, { and_trust: true })).status, 200);
      const refused = await sign(other);
      assert.deepEqual([refused.status, refused.json.code], [409, "key_revoked"]);
      const unverified = await verify(other);
      assert.deepEqual([unverified.status, unverified.json.code], [409, "key_revoked"]);
    }));

  Deno.test(`a token that one of two servers revoked is refused by the other at the next request, against ${tool.kind}`, () =>
    withTwoServers(async (one, other) => {
      const made = await ask(one, "POST", "/v1/tokens", { org_id: ORG, role: "read" });
      const { token, token_id } = made.json;
      assert.equal((await ask({ ...other, token }, "GET", "/v1/whoami")).status, 200);
      assert.equal((await ask(one, "POST", `/v1/tokens/${token_id}/revoke`)).status, 200);
      const refused = await ask({ ...other, token }, "GET", "/v1/whoami");
      assert.deepEqual([refused.status, refused.json.code], [401, "unauthorized"]);
    }));

  Deno.test(`while one token's lists take long, others are let in and sign, against ${tool.kind}`, () =>
    withDatabase((database) =>
      withApiServer(tool, { database }, async (server) => {
        const key = await ask(server, "POST", "/v1/signing-keys", { org_id: ORG, name: "k" });
        const made = await ask(server, "POST", "/v1/tokens", { org_id: ORG, role: "read" });
        const reader = { ...server, token: made.json.token };
        const list = () => ask(reader, "GET", `/v1/signatures?org_id=${ORG}&offset=1000000`);
        const path = `/v1/signing-keys/${key.json.key_id}/signatures`;
        const sign = () => ask(server, "POST", path, { package_hash: HASH, store: false });
        const lists = await withLockOn("package_signatures", database, async () => {
          const lists = Array.from({ length: 20 }, list);
          await until(async () => await sessionsThatWait(database) === 2);
          for (let round = 0; round < 5; round++) {
            assert.equal((await ask(server, "GET", "/v1/whoami")).status, 200);
            assert.equal((await sign()).status, 200);
          }
          // All that while, the lists had two of its four connections.
          assert.equal(await sessionsThatWait(database), 2);
          return lists;
        });
        for (const { status } of await Promise.all(lists)) assert.equal(status, 200);
      })
    ));

  Deno.test(`a Postgres that goes away is told of, and is used again when it is back, against ${tool.kind}`, () =>
    withDatabase((database) =>
      withApiServer(tool, { database }, async (server) => {
        const key = await ask(server, "POST", "/v1/signing-keys", { org_id: ORG, name: "k" });
        const path = `/v1/signing-keys/${key.json.key_id}/signatures`;
        const sign = () => ask(server, "POST", path, { package_hash: HASH, store: true });
        assert.equal((await sign()).status, 200);
        await postgres.stop("immediate");
        for (const answer of [await sign(), await ask(server, "GET", "/v1/whoami"), await sign()]) {
          assert.deepEqual([answer.status, answer.json.code], [503, "store_unavailable"]);
          assert.equal(answer.headers.get("retry-after"), "1");
        }
        const { status, json } = await ask(server, "GET", "/ready");
        assert.deepEqual([status, json.code], [503, "store_unavailable"]);
        assert.equal((await ask(server, "GET", "/health")).status, 200);
        await postgres.start();
        assert.equal((await sign()).status, 200);
        await until(async () => (await ask(server, "GET", "/ready")).status === 200);
      })
    ));
}

/** Runs work while nobody can read a table. What it returns may still wait for the table, and is not awaited. */
async function withLockOn<Waiting>(
  table: string,
  database: string,
  work: () => Promise<readonly Promise<Waiting>[]>,
): Promise<readonly Promise<Waiting>[]> {
  return await withSession(database, async (session) => {
    await session.unsafe(`begin; lock table ${table} in access exclusive mode`);
    const waiting = await work();
    await session.unsafe("commit");
    return waiting;
  });
}

async function sessionsThatWait(database: string): Promise<number> {
  const rows = await execute(
    database,
    `select from pg_stat_activity
      where datname = current_database() and application_name = 'cloacina'
        and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

async function ask(
  { url, token }: Pick<ApiServer, "url" | "token">,
  method: string,
  path: string,
  body?: unknown,
) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, headers, json: await response.json() };
}
