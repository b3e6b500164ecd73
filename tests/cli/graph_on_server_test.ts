import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { withApiServer } from "./api_server.ts";

const PARENT = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const CHILD = "c0ffee00-0f0e-4d5c-9a39-0d6a4f1f2b11";

const tool = await toolUnderTest();

// The offline build has no network.
if (tool.kind !== "cloacina-offline") {
  Deno.test(`a graph for a token of one organisation asks nothing that it may not, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async ({ run, url }) => {
      await run(`cloacina orgs grant-trust --from ${PARENT} --to ${CHILD}`);
      const created = await run(`cloacina tokens create --org ${PARENT} --role read --json`);
      const { token } = JSON.parse(created);
      const server = `env -u DATABASE_URL CLOACINA_API_KEY=${token} cloacina`;
      const graph = await run(`${server} orgs graph --org ${PARENT} --api-url ${url}`);
      assert.match(graph, new RegExp(`└ ${CHILD} its keys are accepted`));
      assert.doesNotMatch(await run("cat store.db.audit.log"), /refused/);
    }));
}
