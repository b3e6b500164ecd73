import assert from "node:assert/strict";
import { connectTo, LAST_REQUEST, sendRaw } from "../../http/raw_http.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { until } from "../../testkit/until.ts";
import { type ApiServer, withApiServer } from "../../cli/api_server.ts";
import {
  assertServes,
  processFile,
  servesBeforeLong,
  settledMiB,
} from "../../cli/server_health.ts";

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** What a server may grow by, whatever is sent to it. */
const MAX_GROWTH_MIB = 16;

const tool = await toolUnderTest();

// The offline build has no network, and tests/scripts/serve.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  Deno.test(`1,000 connections that say nothing cost little, and others are served, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      await warmUp(server);
      const before = await settledMiB(server);
      const idle = await Promise.all(Array.from({ length: 1000 }, () => connectTo(server.url)));
      await assertServes(server);
      await assertGrownLittle(server, before);
      for (const connection of idle) connection.close();
      await assertServes(server);
    }));

  Deno.test(`600 connections to a server with 256 file descriptors do not end it, against ${tool.kind}`, () =>
    withApiServer(tool, { before: "ulimit -n 256;" }, async (server) => {
      await assertServes(server);
      const idle = [];
      for (let opened = 0; opened < 600; opened++) {
        // Where the server has just run out, nobody listens for a moment.
        idle.push(await until(() => connectTo(server.url).catch(() => null)));
      }
      await servesBeforeLong(server);
      const half = await until(() => sendHalf(server).catch(() => null));
      await servesBeforeLong(server);
      for (const connection of [...idle, half]) connection.close();
      await servesBeforeLong(server);
      server.kill("SIGTERM");
      assert.equal(await server.ended(), 0);
      assert.match(server.said(), /"message":"exhausted"/);
    }));

  Deno.test(`a server whose audit log cannot be written is not ready, until it can, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      const log = "store.db.audit.log";
      assert.equal(await readiness(server, 200), 200);
      await server.run(`mv ${log} kept && ln -s elsewhere ${log}`);
      assert.equal(await readiness(server, 503), 503);
      await server.run(`rm ${log} && mv kept ${log}`);
      assert.equal(await readiness(server, 200), 200);
      // Whether there is room is tried beside it.
      assert.equal(await server.run("ls -A | grep -c probe || true"), "0\n");
    }));

  Deno.test(`bodies of 200 MB are refused at no cost in memory, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      await warmUp(server);
      const before = await settledMiB(server);
      const piece = new Uint8Array(1024 * 1024).fill(0x20);
      const chunk = ["100000\r\n", piece, "\r\n"];
      const bodies = [
        ["Content-Length: 209715200", [piece]],
        ["Transfer-Encoding: chunked", chunk],
        ["Content-Length: 1048577", [piece]],
      ] as const;
      for (const [framing, parts] of bodies) {
        const { status } = await sendRaw(
          server.url,
          requestOf(server, framing, repeated(parts, 200)),
        );
        assert.equal(status, 413, framing);
        await assertServes(server);
      }
      await assertGrownLittle(server, before);
    }));

  Deno.test(`a body in pieces of one byte takes no more than it is long, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      await warmUp(server);
      const before = await settledMiB(server);
      const body = [...repeated(["1\r\n \r\n"], 5000), "2\r\n{}\r\n0\r\n\r\n"];
      const { status } = await sendRaw(
        server.url,
        requestOf(server, "Transfer-Encoding: chunked", body),
      );
      assert.equal(status, 400);
      await assertGrownLittle(server, before);
    }));

  Deno.test(`200 senders of half a request keep nobody else from being served, against ${tool.kind}`, () =>
    withApiServer(tool, {}, async (server) => {
      await warmUp(server);
      const before = await settledMiB(server);
      const heads = [
        "GET /health HTTP/1.1\r\nHost: x\r\n",
        `${headOf(server, "Content-Length: 1000")}{`,
      ];
      const slow = await Promise.all(
        Array.from({ length: 200 }, async (_, index) => {
          const connection = await connectTo(server.url);
          await connection.write(new TextEncoder().encode(heads[index % heads.length]));
          return connection;
        }),
      );
      await assertServes(server);
      await assertGrownLittle(server, before);
      for (const connection of slow) connection.close();
      await assertServes(server);
    }));

  Deno.test(`DENO_SERVE_ADDRESS does not move it, against ${tool.kind}`, () =>
    withApiServer(
      tool,
      { before: "DENO_SERVE_ADDRESS=tcp:0.0.0.0:0" },
      async (server) => {
        assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
        await assertServes(server);
        const sockets = await processFile(server, "net/tcp");
        const port = Number(new URL(server.url).port).toString(16).toUpperCase().padStart(4, "0");
        const listening = sockets.split("\n")
          .filter((line) => line.includes(`:${port} `) && line.includes(" 0A "));
        assert.equal(listening.length, 1);
        assert.match(listening[0]!, /^\s*\d+: 0100007F:/);
      },
    ));

  Deno.test(`what was acknowledged under load is stored when the server is killed, against ${tool.kind}`, () =>
    withApiServer(
      tool,
      { prepare: `cloacina keys generate --name k --org ${ORG} --trust` },
      async (server) => {
        const [key] = JSON.parse(await server.run(`cloacina keys list --org ${ORG} --json`));
        const path = `/v1/signing-keys/${key.key_id}/signatures`;
        const acknowledged: string[] = [];
        const sign = async (worker: number) => {
          for (let turn = 0;; turn++) {
            const hash = (worker * 1_000_000 + turn).toString(16).padStart(64, "0");
            const status = await post(server, path, { package_hash: hash, store: true })
              .catch(() => null);
            if (status === null) return;
            assert.equal(status, 200);
            acknowledged.push(hash);
          }
        };
        const workers = Promise.all(Array.from({ length: 16 }, (_, worker) => sign(worker)));
        await until(() => acknowledged.length >= 200);
        server.kill("SIGKILL");
        await workers;
        const listed = await server.run(
          "cloacina signatures list --limit 100000 --json",
        );
        const stored = new Set(
          JSON.parse(listed).map((row: { package_hash: string }) => row.package_hash),
        );
        assert.deepEqual(acknowledged.filter((hash) => !stored.has(hash)), []);
        assert.match(
          await server.run("cloacina audit verify ./store.db.audit.log"),
          /chain +intact/,
        );
      },
    ));
}

/** A runtime that has served something has what it needs for serving. */
async function warmUp(server: ApiServer): Promise<void> {
  for (let time = 0; time < 300; time++) await assertServes(server);
  for (let time = 0; time < 30; time++) {
    const { status } = await sendRaw(server.url, requestOf(server, "Content-Length: 2", ["{}"]));
    assert.equal(status, 400);
  }
}

/** A connection over which half of a head has been sent. */
async function sendHalf({ url }: ApiServer): Promise<Deno.TcpConn> {
  const connection = await connectTo(url);
  try {
    await connection.write(new TextEncoder().encode("GET /health HTTP/1.1\r\nHost: x\r\n"));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function post({ url, token }: ApiServer, path: string, body: unknown): Promise<number> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

function headOf({ token }: ApiServer, framing: string): string {
  const lines = ["POST /v1/tokens HTTP/1.1", "Host: x", `Authorization: Bearer ${token}`];
  return [...lines, "Content-Type: application/json", framing, "", ""].join("\r\n");
}

function* requestOf(server: ApiServer, framing: string, body: Iterable<string | Uint8Array>) {
  yield headOf(server, framing);
  yield* body;
  yield LAST_REQUEST;
}

function* repeated(parts: readonly (string | Uint8Array)[], times: number) {
  for (let time = 0; time < times; time++) yield* parts;
}

async function assertGrownLittle(server: ApiServer, before: number): Promise<void> {
  const grown = await settledMiB(server) - before;
  assert.ok(grown <= MAX_GROWTH_MIB, `it grew by ${grown.toFixed(1)} MiB`);
}

/** The status of `/ready` once it is the one that is hoped for: a look counts for a second. */
async function readiness({ url }: ApiServer, hoped: number): Promise<number> {
  return await until(async () => {
    const answer = await fetch(`${url}/ready`);
    await answer.body?.cancel();
    return answer.status === hoped && answer.status;
  }, 30_000);
}
