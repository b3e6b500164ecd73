import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { withApiServer } from "./api_server.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

const tool = await toolUnderTest();

/** A request as it came, without what is required of a statement. */
async function withoutDemands(request: Request, url: string): Promise<Request> {
  const { method, url: asked } = request;
  const { pathname, search } = new URL(asked);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  const text = await request.text();
  const { require: _, ...body } = text === "" ? {} : JSON.parse(text);
  return new Request(`${url}${pathname}${search}`, {
    method,
    headers,
    ...(text !== "" && { body: JSON.stringify(body) }),
  });
}

// The offline build has no network, and tests/scripts/api_offline.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  Deno.test("where a server ignores what is required, the client refuses, and its log says so", () =>
    withApiServer(tool, {}, async ({ url, token, run }) => {
      const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
      await using proxy = Deno.serve(
        options,
        async (request) => await fetch(await withoutDemands(request, url)),
      );
      await run("cloacina keys generate --name k --output k.pem && echo package > p");
      await run(`cloacina keys trust --import k.pub.pem --name k --org ${ORG}`);
      await run("cloacina package sign p --key k.pem --claim name=p");
      const verify = (demand: string) =>
        run(
          `CLOACINA_API_URL=http://127.0.0.1:${proxy.addr.port} CLOACINA_API_KEY=${token} ` +
            `cloacina package verify p --org ${ORG} ${demand} --audit-log own.log 2>&1 || cat own.log`,
        );
      assert.match(await verify("--require name=p"), /^verified/);
      const [error, line = ""] = (await verify("--require name=other")).split("\n");
      assert.equal(error, 'error: Cannot verify "p": its name is "p", and "other" is required');
      const { event_type, reason, retracts } = JSON.parse(line);
      assert.deepEqual([event_type, reason], ["verification.failure", "claim_mismatch"]);
      // The line that it contradicts is in the log of the server.
      assert.equal(retracts, undefined);
    }));
}
