import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { withApiServer } from "./api_server.ts";

const tool = await toolUnderTest();

/** Status and text of the page at a path. */
async function pageAt(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`);
  return `${response.status} ${await response.text()}`;
}

// The offline build serves nothing.
if (tool.kind !== "cloacina-offline") {
  Deno.test(`serve has pages, but not with --no-console, against ${tool.kind}`, async () => {
    await withApiServer(tool, {}, async ({ url }) => {
      for (const path of ["/", "/verify"]) {
        const built = tool.kind === "source"
          ? /^200 <!|`npx -y deno@2.9.6 task \w+` has not been run/
          : /^200 <!/;
        assert.match(await pageAt(url, path), built);
      }
    });
    await withApiServer(tool, { flags: "--no-console" }, async ({ url }) => {
      for (const path of ["/", "/verify"]) {
        assert.match(await pageAt(url, path), /^404 .*no route has this path/);
      }
    });
  });
}
