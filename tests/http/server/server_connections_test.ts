import assert from "node:assert/strict";
import { type ClientHttp2Session, connect } from "node:http2";
import { within } from "../../testkit/within.ts";
import { type Api, withServer } from "../api_kit.ts";
import { bytesOverHttp2 } from "../http2_frames.ts";
import { connectTo, sendRaw } from "../raw_http.ts";

/** Calls `body` with a server on plain HTTP, by its URL. */
const withPlain = (body: (url: string, api: Api) => Promise<void>) =>
  withServer((served) => body(served.url, served));

Deno.test("a request of HTTP/1.0 need not name a host, and is answered whole", async () => {
  await withPlain(async (url) => {
    const { text } = await sendRaw(url, ["GET /health HTTP/1.0\r\n\r\n"]);
    assert.match(text, /^HTTP\/1\.0 200 OK\r\n/);
    assert.match(text, /\r\n\r\n\{"status":"alive"\}$/);
  });
});

Deno.test("300 requests that come at once over a connection of HTTP/1 are answered one by one", async () => {
  await withPlain(async (url) => {
    for (const header of ["X: y", "Connection: keep-alive"]) {
      const one = `GET /health HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`;
      const { text } = await sendRaw(url, [one.repeat(300)], {
        isEnough: (text) => text.split('{"status":"alive"}').length === 301,
      });
      assert.equal(text.split("HTTP/1.1 200 OK").length, 301);
    }
  });
});

Deno.test("every answer says how long it is, so that HTTP/1 can tell its end", async () => {
  await withPlain(async (url, { newToken }) => {
    const token = await newToken();
    for (const path of ["/health", "/metrics", "/docs", "/openapi.json", "/v1/whoami", "/none"]) {
      const { text } = await sendRaw(url, [
        `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
        "Accept-Encoding: gzip, br\r\nConnection: close\r\n\r\n",
      ]);
      const [head = "", body = ""] = text.split("\r\n\r\n");
      const [, length] = /^content-length: (\d+)$/im.exec(head) ?? [];
      assert.equal(Number(length), body.length, path);
      assert.doesNotMatch(head, /transfer-encoding|content-encoding/i, path);
    }
  });
});

for (const [what, headers] of [["no host", {}], ["a host", { host: "x" }]] as const) {
  Deno.test(`over plain HTTP/2 with ${what} one of many requests is answered, and does not end`, async () => {
    await withPlain(async (url) => {
      const session = connect(url, { settings: { initialWindowSize: 0 } });
      try {
        const statuses = await Promise.all(
          Array.from({ length: 50 }, () => statusOf(session, { ":path": "/health", ...headers })),
        );
        assert.deepEqual(statuses.toSorted(), [200, ...Array(49).fill(505)]);
        // Nor are those that wait for the head of the one before.
        for (const path of ["/health", "/docs", "/v1/whoami"]) {
          assert.equal(await statusOf(session, { ":path": path, ...headers }), 505);
        }
      } finally {
        session.destroy();
      }
    });
  });
}

Deno.test("an answer over plain HTTP/2 is read to its last byte, and then breaks off", async () => {
  await withPlain(async (url) => {
    const session = connect(url);
    try {
      const request = session.request({ ":path": "/health" });
      const [outcome, bytes] = [Promise.withResolvers<string>(), [] as number[]];
      request.on("data", (chunk: Uint8Array) => bytes.push(...chunk));
      request.on("end", () => outcome.resolve("ended"));
      request.on("error", () => outcome.resolve("broke off"));
      assert.equal(await within(30_000, outcome.promise), "broke off");
      assert.equal(new TextDecoder().decode(Uint8Array.from(bytes)), '{"status":"alive"}');
    } finally {
      session.destroy();
    }
  });
});

Deno.test("a header of HTTP/1 alone does not pass HTTP/2 off as HTTP/1", async () => {
  await withPlain(async (url) => {
    using connection = await connectTo(url);
    await connection.write(bytesOverHttp2({ ":path": "/health", connection: "keep-alive" }));
    assert.deepEqual(await answerFrames(connection), { headers: 0, ended: true });
    using other = await connectTo(url);
    await other.write(bytesOverHttp2({ ":path": "/health", host: "x" }));
    assert.equal((await answerFrames(other)).headers, 1);
  });
});

Deno.test("an answer that ends the connection comes whole, and what follows later is not answered", async () => {
  await withPlain(async (url) => {
    using connection = await connectTo(url);
    const ambiguous = "GET /health HTTP/1.1\r\nHost: x\r\n" +
      "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n";
    await connection.write(new TextEncoder().encode(ambiguous));
    let first = await readSome(connection);
    // The head and the body may come one after the other.
    for (let some = first; some !== "" && !first.endsWith("}"); first += some) {
      some = await readSome(connection);
    }
    assert.match(first, /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.match(first, /^connection: close\r$/im);
    assert.match(first, /\r\n\r\n\{"error":"[^"]+","code":"invalid_request","hint":null\}$/);
    await connection.write(
      new TextEncoder().encode("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"),
    ).catch(() => {});
    let rest = "";
    for (let some = await readSome(connection); some !== ""; some = await readSome(connection)) {
      rest += some;
    }
    assert.doesNotMatch(rest, /alive|HTTP\/1\.1 2/);
  });
});

Deno.test("a path that escapes its dots is none, whatever a proxy makes of it", async () => {
  await withPlain(async (url) => {
    for (const path of ["/v1/%2e%2e/metrics", "/v1/.%2E/health", "/%2e/health"]) {
      const { status } = await sendRaw(url, [
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ]);
      assert.equal(status, 400, path);
    }
  });
});

/** The status of an answer; its body is not read. */
async function statusOf(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const status = Promise.withResolvers<number>();
  const request = session.request(headers);
  request.on("response", (answer) => status.resolve(Number(answer[":status"])));
  request.on("error", status.reject);
  request.end();
  return await within(30_000, status.promise);
}

/** What came over a connection next; empty where it has ended. */
async function readSome(connection: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(64 * 1024);
  const count = await within(30_000, connection.read(buffer).catch(() => null));
  return new TextDecoder().decode(buffer.subarray(0, count ?? 0));
}

/** How many frames with the head of an answer come before the first request is reset or answered, and whether it was reset. */
async function answerFrames(
  connection: Deno.TcpConn,
): Promise<{ readonly headers: number; readonly ended: boolean }> {
  const [HEADERS, RST_STREAM, GOAWAY] = [1, 3, 7];
  let bytes = new Uint8Array();
  while (true) {
    const buffer = new Uint8Array(4096);
    const count = await within(30_000, connection.read(buffer).catch(() => null));
    if (count === null) return { headers: 0, ended: true };
    bytes = new Uint8Array([...bytes, ...buffer.subarray(0, count)]);
    for (const type of frameTypes(bytes)) {
      if (type === HEADERS) return { headers: 1, ended: false };
      if (type === RST_STREAM || type === GOAWAY) return { headers: 0, ended: true };
    }
  }
}

/** The types of the whole frames in bytes (RFC 9113, section 4.1): a length of 3 bytes, the type, 5 more, the payload. */
function frameTypes(bytes: Uint8Array): readonly number[] {
  const types = [];
  for (let at = 0; at + 9 <= bytes.length;) {
    const length = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    if (at + 9 + length > bytes.length) break;
    types.push(bytes[at + 3]!);
    at += 9 + length;
  }
  return types;
}
