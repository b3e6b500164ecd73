import assert from "node:assert/strict";
import { connectTo } from "../../http/raw_http.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { within } from "../../testkit/within.ts";
import { type ApiServer, withApiServer } from "../../cli/api_server.ts";
import { servesBeforeLong } from "../../cli/server_health.ts";

/** What a sender says on each of its connections, all of which it keeps. */
const FLOODS: readonly (readonly [what: string, sent: string])[] = [
  ["say nothing", ""],
  ["send half a head", "GET /health HTTP/1.1\r\n"],
  ["send half a body", "POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"],
];

const tool = await toolUnderTest();

// The offline build has no network, and tests/scripts/serve.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  for (const [what, sent] of FLOODS) {
    Deno.test(`connections that come as fast as they can, and ${what}, end no server, against ${tool.kind}`, () =>
      withApiServer(tool, { before: "ulimit -n 256;" }, async (server) => {
        const kept: Deno.TcpConn[] = [];
        const senders = Array.from({ length: 50 }, () => flood(server, sent, kept));
        await within(300_000, Promise.all(senders));
        await servesBeforeLong(server);
        server.kill("SIGTERM");
        assert.equal(await server.ended(), 0);
        for (const connection of kept) connection.close();
      }));
  }

  Deno.test(`who never sends the rest of a body does not hold up the end, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      const senders = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const connection = await connectTo(server.url);
          await connection.write(new TextEncoder().encode(FLOODS.at(-1)![1]));
          return connection;
        }),
      );
      await servesBeforeLong(server);
      server.kill("SIGTERM");
      assert.equal(await server.ended(), 0);
      for (const connection of senders) connection.close();
    }));
}

/** Opens connections, and keeps them, until the server has run out of file descriptors three times. */
async function flood(server: ApiServer, sent: string, kept: Deno.TcpConn[]): Promise<void> {
  while (server.said().split('"message":"exhausted"').length <= 3) {
    try {
      const connection = await connectTo(server.url);
      kept.push(connection);
      await connection.write(new TextEncoder().encode(sent));
    } catch {
      // Nobody listens, or the connection was closed already: the next one may be taken.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
