import assert from "node:assert/strict";
import { json, TOKEN, withHostile } from "../http/hostile_server.ts";
import { withCli } from "../testkit/cli.ts";
import { toolUnderTest } from "../testkit/tool.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

const tool = await toolUnderTest();

// The offline build has no network, and tests/scripts/api_offline.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  Deno.test("where no package could be verified for want of the store, it is asked nothing more", async () => {
    const away = () =>
      json({ code: "store_unavailable", error: "The store is away", hint: null }, 503);
    await withHostile(away, ({ url, seen }) =>
      withCli(async (cli) => {
        await cli.write("p", "package");
        const { stdout, stderr, code } = await cli.run(
          `cloacina package verify p --org ${ORG} --api-url ${url} --api-key env:CLOACINA_TOKEN --retry-for 0s`,
          { CLOACINA_TOKEN: TOKEN },
        );
        assert.deepEqual([stdout, code], ["", 2], stderr);
        assert.match(stderr, /: it says The store is away /);
        const paths = new Set(seen.map(({ path }) => path));
        assert.deepEqual([...paths], ["/v1/verify"]);
      }));
  });
}
