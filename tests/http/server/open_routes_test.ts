import assert from "node:assert/strict";
import { ORG, testHash } from "../../operations/kit.ts";
import { createApi, withApi } from "../api_kit.ts";

Deno.test("health says that the process answers, without a token", async () => {
  await withApi(async ({ ask }) => {
    const { status, json } = await ask("GET", "/health", { token: null });
    assert.deepEqual([status, json], [200, { status: "alive" }]);
    assert.equal((await ask("HEAD", "/health", { token: null })).status, 200);
  });
});

Deno.test("ready says whether the store answers and the master key opens its keys", async () => {
  await withApi(async ({ ask, operations, useMasterKey, wait }) => {
    await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const ready = () => ask("GET", "/ready", { token: null });
    assert.deepEqual((await ready()).json, { status: "ready" });
    useMasterKey(new Uint8Array(32).fill(9));
    assert.equal((await ready()).status, 200, "it looks once a second at most");
    wait(1000);
    const { status, json, headers } = await ready();
    assert.equal(status, 503);
    assert.deepEqual(json, {
      error: "Cannot serve: the server is not ready",
      code: "wrong_master_key",
      hint: null,
    });
    assert.equal(headers.get("retry-after"), "1");
  });
});

Deno.test("a store that is slow is asked once, however many ask whether it is ready", async () => {
  await withApi(async ({ parts, store }) => {
    const isBack = Promise.withResolvers<void>();
    let looks = 0;
    const slow = {
      ...store,
      schemaStatus: async () => {
        looks += 1;
        await isBack.promise;
        return await store.schemaStatus();
      },
    };
    const { ask, wait } = createApi({ ...parts, store: slow });
    const asked = [];
    for (let second = 0; second < 3; second++) {
      asked.push(ask("GET", "/ready", { token: null }));
      wait(1000);
    }
    isBack.resolve();
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    assert.deepEqual([statuses, looks], [[200, 200, 200], 1]);
    await ask("GET", "/ready", { token: null });
    assert.equal(looks, 1);
    wait(1000);
    await ask("GET", "/ready", { token: null });
    assert.equal(looks, 2);
  });
});

Deno.test("a store without the table of tokens is not ready", async () => {
  await withApi(async ({ ask, sql, newToken }) => {
    const token = await newToken();
    sql("DROP TABLE cloacina_api_tokens");
    const { status, json } = await ask("GET", "/ready", { token: null });
    assert.deepEqual([status, json.code], [503, "store_unavailable"]);
    assert.equal((await ask("GET", "/v1/whoami", { token })).status, 503);
  });
});

Deno.test("metrics count requests by route and status, and signatures, and name nobody", async () => {
  await withApi(async ({ ask, operations }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "hush", trust: false });
    const body = { package_hashes: [testHash(1), testHash(2)] };
    await ask("POST", `/v1/signing-keys/${id}/signatures`, { body });
    await ask("GET", "/v1/whoami", { token: "hunter2" });
    await ask("GET", `/nowhere/${id}`);
    const { status, headers, text } = await ask("GET", "/metrics", { token: null });
    assert.equal(status, 200);
    assert.match(headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    const lines = text.split("\n");
    for (
      const line of [
        'cloacina_http_requests_total{method="POST",route="/v1/signing-keys/:key_id/signatures",status="200"} 1',
        'cloacina_http_requests_total{method="GET",route="/v1/whoami",status="401"} 1',
        'cloacina_http_requests_total{method="GET",route="-",status="404"} 1',
        "cloacina_signatures_total 2",
        "cloacina_tokens_refused_total 1",
        "cloacina_http_requests_in_flight 1",
      ]
    ) assert.ok(lines.includes(line), `${line} is not in\n${text}`);
    assert.ok(!text.includes(id) && !text.includes("hush") && !text.includes(ORG));
  });
});
