import assert from "node:assert/strict";
import { ORG } from "../../operations/kit.ts";
import { within } from "../../testkit/within.ts";
import { type Served, withApi, withServer } from "../api_kit.ts";
import { listenWith } from "../listening_app.ts";
import { connectTo, LAST_REQUEST, sendRaw } from "../raw_http.ts";

/** What another reader of the same bytes would take for something else. All of it is refused before any route sees it. */
const AMBIGUOUS: readonly (readonly [what: string, lines: readonly string[], rest: string])[] = [
  ["two kinds of length", ["Content-Length: 4", "Transfer-Encoding: chunked"], "0\r\n\r\n"],
  ["two lengths that differ", ["Content-Length: 4", "Content-Length: 5"], "abcd"],
  ["a list of lengths", ["Content-Length: 4, 4"], "abcd"],
  ["a length with a sign", ["Content-Length: +4"], "abcd"],
  ["an unknown coding", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
  ["a coding below chunked", ["Transfer-Encoding: gzip, chunked"], "0\r\n\r\n"],
  ["a coding after chunked", ["Transfer-Encoding: chunked", "Transfer-Encoding: x"], "0\r\n\r\n"],
  ["a space before the colon", ["Transfer-Encoding : chunked"], "0\r\n\r\n"],
  ["two tokens", ["Authorization: Bearer x"], ""],
  ["two hosts", ["Host: other"], ""],
  ["a folded header", ["X-Fold: a", " b"], ""],
  ["a NUL in a header", ["X-Nul: a\0b"], ""],
];

for (const [what, lines, rest] of AMBIGUOUS) {
  Deno.test(`a request with ${what} is refused, and what follows it is no request`, async () => {
    await withServer(async (served) => {
      const token = await served.newToken();
      const before = served.contents();
      const head = ["POST /v1/signing-keys HTTP/1.1", "Host: x", `Authorization: Bearer ${token}`];
      const smuggled = smuggledRequest(token);
      const request = [...head, ...lines, "", rest].join("\r\n");
      const { status, text } = await sendRaw(served.url, [`${request}${smuggled}`]);
      assert.equal(status, 400, text);
      assert.doesNotMatch(text, /HTTP\/1\.1 2/);
      assert.deepEqual(served.contents(), before);
      await assertServes(served);
    });
  });
}

/** It would make a key, if anyone took it for a request of its own. */
function smuggledRequest(token: string): string {
  const body = JSON.stringify({ org_id: ORG, name: "smuggled" });
  return [
    "POST /v1/signing-keys HTTP/1.1",
    "Host: x",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

for (const host of ["a b[", "[::1", "x/../y?"]) {
  Deno.test(`the host ${host} is a bad request, and no fault of the server's`, async () => {
    await withServer(async (served) => {
      const { status } = await sendRaw(served.url, [
        `GET /v1/whoami HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
        LAST_REQUEST,
      ]);
      assert.ok(status !== null && status >= 400 && status < 500, String(status));
      await assertServes(served);
    });
  });
}

Deno.test("a host that a request names in its first line leads nowhere", async () => {
  await withServer(async (served) => {
    const { status, text } = await sendRaw(served.url, [
      "GET http://evil.example/docs HTTP/1.1\r\nHost: x\r\n\r\n",
      LAST_REQUEST,
    ]);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /evil\.example/);
  });
});

for (
  const [what, bytes] of [
    ["a greeting of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["one line", "GET /v1/whoami\r\n\r\n"],
    ["zeros", "\0".repeat(1000)],
    [
      "a megabyte of one header",
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(1_000_000)}\r\n\r\n`,
    ],
    ["3,000 headers", `GET / HTTP/1.1\r\nHost: x\r\n${"a: b\r\n".repeat(3000)}\r\n`],
    ["a path of 100 KiB", `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ] as const
) {
  Deno.test(`${what} gets no answer but a refusal`, async () => {
    await withServer(async (served) => {
      const { status } = await sendRaw(served.url, [bytes]);
      assert.ok(status === null || (status >= 400 && status < 500), String(status));
      await assertServes(served);
    });
  });
}

Deno.test("a chunk that lies about its length is refused", async () => {
  await withServer(async (served) => {
    const token = await served.newToken();
    const { status } = await sendRaw(served.url, [
      head("POST /v1/tokens", token, "Transfer-Encoding: chunked"),
      "zz\r\n{}\r\n0\r\n\r\n",
    ]);
    assert.ok(status === 400 || status === null, String(status));
    await assertServes(served);
  });
});

Deno.test("a body that breaks off changes nothing", async () => {
  await withServer(async (served) => {
    const token = await served.newToken();
    const before = served.contents();
    const body = JSON.stringify({ org_id: ORG, name: "half" });
    const connection = await connectTo(served.url);
    const request = head("POST /v1/signing-keys", token, `Content-Length: ${body.length + 1}`);
    await connection.write(new TextEncoder().encode(`${request}${body}`));
    connection.close();
    await assertServes(served);
    assert.deepEqual(served.contents(), before);
  });
});

Deno.test("who sends nothing of a body is told so after ten seconds, while others are served", async () => {
  await withServer(async (served) => {
    const token = await served.newToken();
    const slow = sendRaw(
      served.url,
      [head("POST /v1/signing-keys", token, "Content-Length: 100"), "{"],
      // Deno 2.9.6 keeps the connection while the body may still come.
      { isEnough: (text) => text.includes("}"), limit: 60_000 },
    );
    await assertServes(served);
    const { status, text } = await slow;
    assert.equal(status, 408);
    assert.match(text, /its body did not come within 10 s/);
  });
});

Deno.test("a body of 200 MB is refused while it comes: with its length, in chunks, and with one that lies", async () => {
  await withServer(async (served) => {
    const token = await served.newToken();
    const piece = new Uint8Array(1024 * 1024).fill(0x20);
    const pieces = function* (frame: (piece: Uint8Array) => Iterable<string | Uint8Array>) {
      for (let sent = 0; sent < 200; sent++) yield* frame(piece);
    };
    const asIs = (bytes: Uint8Array) => [bytes];
    const chunked = (bytes: Uint8Array) => [`${bytes.length.toString(16)}\r\n`, bytes, "\r\n"];
    const cases = [
      ["Content-Length: 209715200", pieces(asIs)],
      ["Transfer-Encoding: chunked", pieces(chunked)],
      ["Content-Length: 1048577", pieces(asIs)],
    ] as const;
    for (const [framing, body] of cases) {
      const { status } = await sendRaw(
        served.url,
        largeRequest(head("POST /v1/tokens", token, framing), body),
      );
      assert.equal(status, 413, framing);
      await assertServes(served);
    }
  });
});

function* largeRequest(head: string, body: Iterable<string | Uint8Array>) {
  yield head;
  yield* body;
  yield LAST_REQUEST;
}

Deno.test("a stopped server answers what it has accepted, and nothing afterwards", async () => {
  await withApi(async ({ app, newToken }) => {
    const token = await newToken();
    const [entered, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let count = 0;
    const { url, stop } = await listenWith(async (request, address) => {
      count += 1;
      if (count === 20) entered.resolve();
      await gate.promise;
      return await app(request, address);
    });
    const answers = Promise.all(Array.from({ length: 20 }, async (_, index) => {
      const response = await fetch(`${url}/v1/signing-keys`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ org_id: ORG, name: `key ${index}` }),
      });
      await response.body?.cancel();
      return response.status;
    }));
    await within(30_000, entered.promise);
    const stopped = stop();
    gate.resolve();
    assert.deepEqual(await answers, Array(20).fill(201));
    await stopped;
    await assert.rejects(fetch(`${url}/health`));
  });
});

function head(line: string, token: string, framing: string): string {
  return [
    `${line} HTTP/1.1`,
    "Host: x",
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    framing,
    "",
    "",
  ].join("\r\n");
}

async function assertServes({ url }: Served): Promise<void> {
  const response = await fetch(`${url}/health`);
  assert.deepEqual([response.status, await response.json()], [200, { status: "alive" }]);
}
