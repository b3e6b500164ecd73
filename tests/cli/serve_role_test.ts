import assert from "node:assert/strict";
import { withStore } from "../store/postgres/expect_error.ts";
import { withRoles } from "../store/postgres/planted_names.ts";
import { databaseServer, execute, withDatabase } from "../testkit/postgres_database.ts";
import { toolUnderTest } from "../testkit/tool.ts";
import { until } from "../testkit/until.ts";
import { type ApiServer, withApiServer } from "./api_server.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const DENIED = {
  error: "Cannot serve the request: the server's role in its database is not permitted to do that",
  code: "store_unavailable",
  hint: null,
};

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  const postgres = await databaseServer();

  Deno.test(`what the server's role may not do is said to be the server's fault, and ends its readiness, against ${tool.kind}`, () =>
    withDatabase(
      postgres,
      (admin, name) =>
        withRoles(postgres, name, async ({ name: role, url }) => {
          await withStore(admin, async (store) => void await store.migrate());
          await execute(
            admin,
            `grant select on all tables in schema public to ${role};
            grant insert, update on signing_keys, cloacina_api_tokens to ${role}`,
          );
          await withApiServer(tool, { database: url() }, async (server) => {
            const key = { org_id: ORG, name: "k" };
            const { status, json: { key_id } } = await ask(server, "/v1/signing-keys", key);
            assert.equal(status, 201);
            const sign = `/v1/signing-keys/${key_id}/signatures`;
            const hash = { package_hash: "ab".repeat(32) };
            assert.equal((await ask(server, sign, hash)).status, 200);
            const refused = await ask(server, sign, { ...hash, store: true });
            assert.deepEqual([refused.status, refused.json], [503, DENIED]);
            await until(() => /permission denied for table package_signatures/.test(server.said()));
            const audited = await server.run("cat store.db.audit.log");
            assert.equal(audited.includes("api_token.refused"), false, audited);
            assert.equal((await ask(server, "/ready")).status, 200);

            await execute(admin, `revoke select on cloacina_api_tokens from ${role}`);
            const whoami = await ask(server, "/v1/whoami");
            assert.deepEqual([whoami.status, whoami.json], [503, DENIED]);
            await until(async () => (await ask(server, "/ready")).status === 503);
            const { json } = await ask(server, "/ready");
            assert.equal(json.code, "insufficient_permissions");
            await until(() => /this role has no SELECT on cloacina_api_tokens/.test(server.said()));
            await execute(admin, `grant select on cloacina_api_tokens to ${role}`);
            await until(async () => (await ask(server, "/ready")).status === 200);
          });
        }),
    ));
}

/** Asks with the server's token; with a body, posts it. */
async function ask({ url, token }: ApiServer, path: string, body?: unknown) {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, json: await response.json() };
}
