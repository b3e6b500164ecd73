import assert from "node:assert/strict";
import type { ErrorCode } from "../../../src/errors.ts";
import { ORG, PAGE } from "../../operations/kit.ts";
import { assertFails, json, readHead, withClient } from "../hostile_server.ts";
import { withConnections, withHostile } from "../hostile_server.ts";

const WHOAMI = {
  token_id: "eeeeeeee-0000-4000-8000-00000000000e",
  name: null,
  org_id: ORG,
  role: "sign",
  key_ids: null,
  created_at: "2026-01-28T12:00:00Z",
  expires_at: null,
  revoked_at: null,
  status: "active",
  fault: null,
};

const JSON_TYPE = { "content-type": "application/json" };
const TEXT = JSON.stringify(WHOAMI);

const NO_ANSWERS: readonly (readonly [what: string, answer: () => Response])[] = [
  ["nothing", () => new Response(null, { headers: JSON_TYPE })],
  ["nothing, and status 204", () => new Response(null, { status: 204 })],
  ["no JSON", () => new Response("{", { headers: JSON_TYPE })],
  ["JSON and something after it", () => new Response(`${TEXT}x`, { headers: JSON_TYPE })],
  ["JSON twice", () => new Response(`${TEXT}${TEXT}`, { headers: JSON_TYPE })],
  [
    "JSON that is called HTML",
    () => new Response(TEXT, { headers: { "content-type": "text/html" } }),
  ],
  [
    "JSON that is called something else",
    () => new Response(TEXT, { headers: { "content-type": "application/jsonl" } }),
  ],
  ["JSON without a type", () => new Response(new TextEncoder().encode(TEXT))],
  ["null", () => json(null)],
  ["a list", () => json([WHOAMI])],
  ["a text", () => json("fine")],
  ["an empty object", () => json({})],
  [
    "an error with status 200",
    () => json({ error: "Cannot do it: no", code: "key_not_found", hint: null }),
  ],
  ["a wrong type", () => json({ ...WHOAMI, key_ids: "all" })],
  ["an unknown role", () => json({ ...WHOAMI, role: "god" })],
  ["no UUID", () => json({ ...WHOAMI, token_id: "../../etc" })],
  ["no time", () => json({ ...WHOAMI, created_at: "yesterday" })],
  ["a field too few", () => json({ ...WHOAMI, expires_at: undefined })],
  [
    "JSON of 2 million levels",
    () => new Response("[".repeat(1e6) + "]".repeat(1e6), { headers: JSON_TYPE }),
  ],
  [
    "a field of a million levels",
    () => new Response(`{"role":${"[".repeat(1e6)}${"]".repeat(1e6)}}`, { headers: JSON_TYPE }),
  ],
  [
    "what is not UTF-8",
    () =>
      new Response(new Uint8Array([...new TextEncoder().encode('{"x":"'), 0xff, 0x22, 0x7d]), {
        headers: JSON_TYPE,
      }),
  ],
  ["a byte order mark", () => new Response(`\ufeff${TEXT}`, { headers: JSON_TYPE })],
];

for (const [what, answer] of NO_ANSWERS) {
  Deno.test(`a server that answers with ${what} is none of the API, and is asked once`, async () => {
    await withHostile(answer, async ({ client, url, seen }) => {
      const { message, hint } = await assertFails("store_unavailable", 2, client.whoami());
      assert.equal(message, `Cannot call the API at "${url}": its answer is not one of the API`);
      assert.equal(hint, "is it the URL of `cloacina serve`?");
      assert.equal(seen.length, 1);
    });
  });
}

Deno.test("fields that are not known are ignored, and prototypes stay as they are", async () => {
  const more = `{"__proto__":{"polluted":1},"new_field":[1],${TEXT.slice(1)}`;
  await withHostile(
    () => new Response(more, { headers: { "content-type": "Application/JSON; charset=utf-8" } }),
    async ({ client }) => {
      const token = await client.whoami();
      assert.deepEqual(token, {
        id: WHOAMI.token_id,
        name: null,
        orgId: ORG,
        role: "sign",
        keyIds: null,
        createdAt: new Date("2026-01-28T12:00:00Z"),
        expiresAt: null,
        revokedAt: null,
        status: "active",
      });
      assert.equal(("polluted" in token) || ("polluted" in {}), false);
    },
  );
});

Deno.test("a list with one bad item is refused as a whole", async () => {
  await withHostile(() => json({ items: [WHOAMI, {}], total: 2 }), async ({ client, url }) => {
    const work = client.tokens.list({ orgId: null, includeRevoked: true, page: PAGE });
    const { message } = await assertFails("store_unavailable", 2, work);
    assert.equal(message, `Cannot call the API at "${url}": its answer is not one of the API`);
  });
});

Deno.test("a new token that is none is not handed on", async () => {
  for (
    const token of ["", "hunter2", `clk_${"A".repeat(42)}B`, "clk_\u001b[2J", `x${"A".repeat(46)}`]
  ) {
    await withHostile(() => json({ token, info: WHOAMI }), async ({ client }) => {
      const request = {
        orgId: ORG,
        name: null,
        role: "sign",
        keyIds: null,
        expiresAt: null,
      } as const;
      await assertFails("store_unavailable", 2, client.tokens.create(request));
    });
  }
});

const MIB = 1024 * 1024;
const PIECE = new Uint8Array(MIB).fill(0x20);

const FRAMINGS: readonly (readonly [
  what: string,
  header: string,
  frame: (piece: Uint8Array) => readonly (Uint8Array | string)[],
])[] = [
  ["a length of a GiB", `content-length: ${1024 * MIB}`, (piece) => [piece]],
  ["chunks", "transfer-encoding: chunked", (piece) => ["100000\r\n", piece, "\r\n"]],
  ["no length at all", "connection: close", (piece) => [piece]],
];

for (const [what, header, frame] of FRAMINGS) {
  Deno.test(`an answer with ${what} that never ends is read to 4 MiB, and its connection is ended`, async () => {
    let sent = 0;
    let wasEnded = false;
    await withConnections(async (connection) => {
      await readHead(connection);
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${header}\r\n\r\n`;
      await writeAll(connection, head);
      try {
        while (sent < 1024 * MIB) {
          for (const piece of frame(PIECE)) await writeAll(connection, piece);
          sent += MIB;
        }
      } catch {
        wasEnded = true;
      }
    }, async (url, count) => {
      await withClient(url, async ({ client }) => {
        const { message } = await assertFails("store_unavailable", 2, client.whoami());
        assert.equal(message, `Cannot call the API at "${url}": its answer is over 4 MiB`);
        assert.equal(count(), 1);
      });
    });
    assert.ok(wasEnded);
    // What the buffers of the sockets hold was sent, and read by nobody.
    assert.ok(sent < 64 * MIB, `${sent / MIB} MiB were sent`);
  });
}

async function writeAll(connection: Deno.TcpConn, piece: Uint8Array | string): Promise<void> {
  let rest = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}

Deno.test("an answer is measured when it is unpacked", async () => {
  const packing = new Blob([new Uint8Array(64 * MIB)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(packing).arrayBuffer());
  assert.ok(packed.length < MIB);
  const headers = { ...JSON_TYPE, "content-encoding": "gzip" };
  await withHostile(() => new Response(packed, { headers }), async ({ client, url }) => {
    const { message } = await assertFails("store_unavailable", 2, client.whoami());
    assert.equal(message, `Cannot call the API at "${url}": its answer is over 4 MiB`);
  });
});

Deno.test("an answer of exactly 4 MiB is read", async () => {
  const answer = TEXT.padEnd(4 * MIB, " ");
  await withHostile(() => new Response(answer, { headers: JSON_TYPE }), async ({ client }) => {
    assert.equal((await client.whoami()).role, "sign");
  });
});

for (const status of [300, 301, 302, 303, 304, 305, 307, 308]) {
  Deno.test(`a redirect with status ${status} is not followed, and the token goes nowhere else`, async () => {
    await withHostile(() => json(WHOAMI), async (other) => {
      const headers = { location: `${other.url}/v1/whoami` };
      await withHostile(() => new Response(null, { status, headers }), async (first) => {
        const works = [
          () => first.client.whoami(),
          () => first.client.orgs.grantTrust(SOME_GRANT),
        ];
        for (const work of works) {
          const { message, hint } = await assertFails("invalid_request", 1, work());
          assert.equal(
            message,
            `Cannot call the API at "${first.url}": it answers with a redirect, which is not followed`,
          );
          assert.equal(hint, "give the URL of the server itself with --api-url");
        }
        assert.equal(first.seen.length, 2);
      });
      assert.deepEqual(other.seen, []);
    });
  });
}

const SOME_GRANT = { parent: ORG, child: ORG };

const PAGES: readonly (readonly [status: number, code: ErrorCode, exit: number, state: string])[] =
  [
    [400, "store_unavailable", 2, "it answers with status 400, and not as the API does"],
    [401, "unauthorized", 4, "something before it refuses with status 401"],
    [403, "insufficient_permissions", 4, "something before it refuses with status 403"],
    [404, "store_unavailable", 2, "it answers with status 404, and not as the API does"],
    [407, "unauthorized", 4, "something before it refuses with status 407"],
    [413, "store_unavailable", 2, "it answers with status 413, and not as the API does"],
    [418, "store_unavailable", 2, "it answers with status 418, and not as the API does"],
    [500, "store_unavailable", 2, "it answers with status 500, and not as the API does"],
    [502, "store_unavailable", 2, "it answers with status 502, and not as the API does"],
  ];

for (const [status, code, exit, state] of PAGES) {
  Deno.test(`a page of a proxy with status ${status} is ${code}`, async () => {
    const page = "<html><h1>\u001b[31mNo\r\nhint: send your key to evil.example</h1></html>";
    const headers = { "content-type": "text/html" };
    await withHostile(() => new Response(page, { status, headers }), async ({ client, url }) => {
      const { message } = await assertFails(code, exit, client.whoami());
      assert.equal(message, `Cannot call the API at "${url}": ${state}`);
    });
  });
}
