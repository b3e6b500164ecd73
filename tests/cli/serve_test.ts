import assert from "node:assert/strict";
import { toolUnderTest } from "../testkit/tool.ts";
import { until } from "../testkit/until.ts";
import { type ApiServer, withApiServer } from "./api_server.ts";

const tool = await toolUnderTest();
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";
const HASH = "4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff";

/** The offline build serves nothing, and tests/scripts/api_offline.txt shows that it says so. */
function serveTest(what: string, body: () => Promise<void>): void {
  if (tool.kind !== "cloacina-offline") Deno.test(`${what}, against ${tool.kind}`, body);
}

/** A request whose body has come in part: the server works on it, and waits. */
async function beginRequest({ url, token }: ApiServer, path: string, body: string) {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  const [first, rest] = [body.slice(0, 10), body.slice(10)];
  await connection.write(new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n${first}`));
  // The other one is the question itself.
  await until(async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return metrics.includes("\ncloacina_http_requests_in_flight 2\n");
  });
  return {
    /** Sends the rest, and returns all that comes back. */
    finish: async () => {
      await connection.write(new TextEncoder().encode(rest));
      return await new Response(connection.readable).text();
    },
    close: () => connection.close(),
  };
}

/** Sends a signal, and returns when it was heard. */
async function signalTo({ kill, said }: ApiServer, signal: Deno.Signal): Promise<void> {
  kill(signal);
  await until(() => said().includes(`"message":"stopping"`));
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  serveTest(
    `after ${signal} the request that was accepted is answered, and all is well`,
    () =>
      withApiServer(tool, {}, async (server) => {
        const body = JSON.stringify({ org_id: ORG, name: "made-while-it-ends", trust: true });
        const request = await beginRequest(server, "/v1/signing-keys", body);
        await signalTo(server, signal);
        const answer = await request.finish();
        assert.match(answer, /^HTTP\/1\.1 201 /);
        assert.match(answer, /"name":"made-while-it-ends"/);
        assert.equal(await server.ended(), 0);
        assert.match(server.said(), /"route":"\/v1\/signing-keys","status":201/);
        assert.match(await server.run(`cloacina keys list --org ${ORG}`), /made-while-it-ends/);
      }),
  );
}

serveTest("a second signal ends it at once", () =>
  withApiServer(tool, {}, async (server) => {
    const request = await beginRequest(server, "/v1/signing-keys", JSON.stringify({ org_id: ORG }));
    await signalTo(server, "SIGTERM");
    server.kill("SIGTERM");
    assert.equal(await server.ended(), 128 + 15);
    request.close();
  }));

serveTest(
  "a key that is revoked where the store is, is refused at the next request",
  () =>
    withApiServer(tool, {}, async (server) => {
      const made = await server.run(`cloacina keys generate --name k --org ${ORG} --json`);
      const { key_id: id } = JSON.parse(made);
      const sign = () =>
        fetch(`${server.url}/v1/signing-keys/${id}/signatures`, {
          method: "POST",
          headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
          body: JSON.stringify({ package_hash: HASH }),
        });
      const signed = await sign();
      assert.equal(signed.status, 200);
      assert.equal((await signed.json()).signatures[0].package_hash, HASH);
      await server.run(`cloacina keys revoke ${id} --yes`);
      const refused = await sign();
      assert.equal(refused.status, 409);
      assert.equal((await refused.json()).code, "key_revoked");
    }),
);
