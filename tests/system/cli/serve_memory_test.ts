import assert from "node:assert/strict";
import { type ClientHttp2Session, connect } from "node:http2";
import { connectTo } from "../../http/raw_http.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { within } from "../../testkit/within.ts";
import { type ApiServer, withApiServer } from "../../cli/api_server.ts";
import { assertServes, settledMiB } from "../../cli/server_health.ts";

/** What a server may grow by, whatever is sent to it. */
const MAX_GROWTH_MIB = 16;

/** The same where bodies may be long: the 4 MiB that those who may only read have, and what the runtime has not freed. */
const MAX_LONG_MIB = 32;

/** The same while it throws away 100 MiB that it refused: the runtime holds up to 400 KiB for each connection. */
const MAX_DISCARD_MIB = 80;

/** The same while 4,500 requests of plain HTTP/2 wait for someone to read their answers. */
const MAX_UNREAD_MIB = 40;

const SENDERS = 100;
const LENGTH = 1024 * 1024;

const tool = await toolUnderTest();

interface Attack {
  readonly what: string;
  readonly framing: string;
  readonly body: string;
  /** A route for those who may only read. Bodies of the first are at most 8 KiB, those of the other 128 KiB. */
  readonly path: "/v1/preflight" | "/v1/verify";
  /** The status that comes soon; null where none need. */
  readonly status: number | null;
  readonly growth: number;
}

const WITH_LENGTH = `Content-Length: ${LENGTH}`;

const CHUNKED = {
  framing: "Transfer-Encoding: chunked",
  body: `${LENGTH.toString(16)}\r\n${" ".repeat(LENGTH)}`,
  // The connection is ended while more comes over it: nobody need read the answer.
  status: null,
} as const;

const ATTACKS: readonly Attack[] = [
  {
    what: "all but the last byte of 1 MiB",
    framing: WITH_LENGTH,
    body: " ".repeat(LENGTH - 1),
    path: "/v1/verify",
    status: 413,
    growth: MAX_DISCARD_MIB,
  },
  {
    what: "1 MiB of empty objects",
    framing: WITH_LENGTH,
    body: emptyObjects(LENGTH),
    path: "/v1/verify",
    status: 413,
    growth: MAX_DISCARD_MIB,
  },
  {
    what: "1 MiB of levels",
    framing: WITH_LENGTH,
    body: "[".repeat(LENGTH / 2) + "]".repeat(LENGTH / 2),
    path: "/v1/verify",
    status: 413,
    growth: MAX_DISCARD_MIB,
  },
  {
    ...CHUNKED,
    what: "1 MiB in chunks without an end",
    path: "/v1/preflight",
    growth: MAX_GROWTH_MIB,
  },
  {
    ...CHUNKED,
    what: "1 MiB in chunks without an end, where bodies may be long",
    path: "/v1/verify",
    growth: MAX_LONG_MIB,
  },
];

// The offline build has no network, and tests/scripts/serve.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  for (const { what, framing, body, path, status, growth } of ATTACKS) {
    Deno.test(`${SENDERS} senders of ${what}, who may only read, cost little, against ${tool.kind}`, () =>
      withApiServer(tool, {}, async (server) => {
        const reader = JSON.parse(
          await server.run("cloacina tokens create --all-orgs --role read --json"),
        ).token;
        await warmUp(server, reader);
        const before = await settledMiB(server);
        const request = new TextEncoder().encode(headOf(reader, path, framing) + body);
        const senders = await Promise.all(
          Array.from({ length: SENDERS }, () => startSending(server, request)),
        );
        // Until then the server has not come to every one of them.
        const dealt = senders.map(({ answer, sent }) => status === null ? sent : answer);
        await within(60_000, Promise.all(dealt));
        // What is refused is thrown away for a second.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const grown = await settledMiB(server) - before;
        assert.ok(grown <= growth, `it grew by ${grown.toFixed(1)} MiB`);
        await assertServes(server);
        if (status !== null) {
          for (const { answer } of senders) {
            assert.match(await answer, new RegExp(`^HTTP/1.1 ${status} `));
          }
        }
        for (const { connection } of senders) connection.close();
        const sent = await Promise.all(senders.map(({ sent }) => sent));
        // Else it was not what was sent that cost little.
        assert.ok(Math.min(...sent) > 0, `bytes that were sent: ${sent}`);
        await assertServes(server);
      }));
  }
}

/** Plain HTTP/2 asks for many answers at a time that it need not read. */
if (tool.kind !== "cloacina-offline") {
  for (const path of ["/health", "/openapi.json"]) {
    Deno.test(`4,500 answers of ${path} over plain HTTP/2 that nobody reads cost little, against ${tool.kind}`, () =>
      withApiServer(tool, {}, async (server) => {
        await assertServes(server);
        const before = await settledMiB(server);
        const sessions = await Promise.all(
          Array.from({ length: 30 }, () => askForMany(server, path, 150)),
        );
        const grown = await settledMiB(server) - before;
        assert.ok(grown <= MAX_UNREAD_MIB, `it grew by ${grown.toFixed(1)} MiB`);
        await assertServes(server);
        for (const session of sessions) session.destroy();
      }));
  }
}

/** Asks for answers without reading their bodies, and waits until every request has its head or is refused. */
async function askForMany({ url }: ApiServer, path: string, count: number) {
  const session: ClientHttp2Session = connect(url, { settings: { initialWindowSize: 0 } });
  session.on("error", () => {});
  const statuses = Array.from({ length: count }, () => {
    const status = Promise.withResolvers<number | null>();
    const request = session.request({ ":path": path, host: new URL(url).host });
    request.on("response", (headers) => status.resolve(Number(headers[":status"])));
    request.on("error", () => status.resolve(null));
    request.end();
    return status.promise;
  });
  const all = await within(60_000, Promise.all(statuses));
  assert.ok(all.some((status) => status !== null), "no request was answered");
  assert.ok(all.filter((status) => status === 200).length <= 1, all.join());
  return session;
}

function emptyObjects(length: number): string {
  const [start, end] = ['{"x":[', "{}]}"];
  const count = Math.floor((length - start.length - end.length) / 3);
  return `${start}${"{},".repeat(count)}${end}`.padEnd(length);
}

function headOf(token: string, path: string, framing: string): string {
  const lines = [`POST ${path} HTTP/1.1`, "Host: x", `Authorization: Bearer ${token}`];
  return [...lines, "Content-Type: application/json", framing, "", ""].join("\r\n");
}

/**
 * Sends as much as the server takes, keeps the connection, and reads how the answer begins. `sent` is how many bytes
 * went out, once the server wants no more of them or the connection is closed.
 */
async function startSending({ url }: ApiServer, request: Uint8Array) {
  const connection = await connectTo(url);
  const send = async () => {
    let count = 0;
    try {
      while (count < request.length) count += await connection.write(request.subarray(count));
    } catch {
      // The server wants no more of it, or the test is over.
    }
    return count;
  };
  const read = async () => {
    const buffer = new Uint8Array(4096);
    const count = await connection.read(buffer) ?? 0;
    return new TextDecoder().decode(buffer.subarray(0, count));
  };
  return { connection, sent: send(), answer: read().catch(String) };
}

/** A runtime that has served many at once has what it needs for that. */
async function warmUp(server: ApiServer, token: string): Promise<void> {
  for (let round = 0; round < 30; round++) {
    await Promise.all(Array.from({ length: SENDERS }, async () => {
      const response = await fetch(`${server.url}/v1/verify`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: "{}",
      });
      await response.text();
      assert.equal(response.status, 400);
    }));
  }
}
