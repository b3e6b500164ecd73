import assert from "node:assert/strict";
import { remoteOperations } from "../../../../src/http/client/client.ts";
import { ORG, PAGE } from "../../../operations/kit.ts";
import { withServer } from "../../../http/api_kit.ts";
import { withClient } from "../../../http/hostile_server.ts";
import { npmFolder } from "../../../testkit/npm_folder.ts";
import { withHaProxy } from "../../testkit/haproxy.ts";

Deno.test("HAProxy matches the path of the client's requests with url_beg", async () => {
  await withServer(async ({ url, newToken }) => {
    const apiKey = await newToken();
    const rule = "http-request deny deny_status 404 unless { url_beg /v1/ } or { url_beg /stats }";
    await withHaProxy(url, async (proxy) => {
      await proxy.verdict();
      const client = remoteOperations({ url: proxy.url, apiKey, caCert: null });
      assert.equal((await client.whoami()).role, "admin");
      client.close();
    }, [rule]);
  });
});

// @hono/node-server gives its app the URL of the request, and answers an absolute one in the request line with 400.
const SERVER = `
import { serve } from "@hono/node-server";
import { Hono } from "hono";
const app = new Hono();
app.get("/v1/signing-keys", (c) => c.json({ items: [], total: 0 }));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(port));
`;

Deno.test("@hono/node-server answers the client", async () => {
  const packages = ["@hono/node-server@2.1.9", "hono@4.13.19"];
  const cwd = await npmFolder("node-server-2.1.9", packages);
  const args = ["--input-type=module", "--eval", SERVER];
  const node = new Deno.Command("node", { args, cwd, stdout: "piped", stdin: "null" }).spawn();
  const lines = node.stdout.getReader();
  try {
    const port = Number(new TextDecoder().decode((await lines.read()).value));
    await withClient(`http://127.0.0.1:${port}`, async ({ client }) => {
      const keys = await client.keys.list({ orgId: ORG, includeRevoked: false, page: PAGE });
      assert.deepEqual(keys, { items: [], total: 0 });
    });
  } finally {
    node.kill("SIGKILL");
    await node.status;
    await lines.cancel();
  }
});
