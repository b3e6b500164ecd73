import assert from "node:assert/strict";
import { withHaProxy } from "../testkit/haproxy.ts";
import { withServer } from "../../http/api_kit.ts";

Deno.test("HAProxy takes a healthy server for one, and passes requests on to it", async () => {
  await withServer(async ({ url, newToken }) => {
    const token = await newToken();
    await withHaProxy(url, async (proxy) => {
      assert.deepEqual(await proxy.verdict(), { check: "L7OK", status: "UP" });
      // More than the proxy has connections for: it uses one again for the next request.
      for (let count = 0; count < 20; count++) {
        const answer = await fetch(`${proxy.url}/v1/whoami`, {
          headers: { authorization: `Bearer ${token}` },
        });
        assert.deepEqual([answer.status, (await answer.json()).role], [200, "admin"]);
      }
    });
  });
});
