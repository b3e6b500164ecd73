import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { until } from "../testkit/until.ts";
import { withApiServer } from "./api_server.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

const tool = await toolUnderTest();

/** The requests that a server has logged, as "METHOD route", in order. */
function requestsOf(log: string): readonly string[] {
  return log.split("\n").filter((line) => line.includes('"request"'))
    .map((line) => JSON.parse(line))
    .map(({ properties: { method, route } }) => `${method} ${route}`);
}

// The offline build has no network, and tests/scripts/api_offline.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  Deno.test("a batch that is stored on a server takes as many requests as one package does", () =>
    withApiServer(tool, {}, async ({ url, token, run, said, kill, ended }) => {
      await run(`cloacina keys generate --name release-key --org ${ORG} --trust`);
      await run("mkdir d && seq 200 | while read n; do echo $n > d/$n.so; done");
      const sign = (files: string) =>
        run(
          `CLOACINA_API_URL=${url} CLOACINA_API_KEY=${token} CLOACINA_ORG=${ORG} ` +
            `cloacina package sign ${files} --key-id release-key --store --json`,
        );
      const expected = [
        "GET /v1/signing-keys/lookup",
        "POST /v1/signing-keys/:key_id/signatures",
        "POST /v1/signatures/blocking",
        "POST /v1/signatures/signers",
      ];
      assert.equal(JSON.parse(await sign("d/1.so")).length, 1);
      await until(() => requestsOf(said()).length >= expected.length);
      assert.deepEqual(requestsOf(said()), expected);
      assert.equal(JSON.parse(await sign("d/*.so")).length, 200);
      kill("SIGTERM");
      await ended();
      assert.deepEqual(requestsOf(said()), [...expected, ...expected]);
    }));
}
