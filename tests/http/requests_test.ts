import assert from "node:assert/strict";
import { ROUTES } from "../../src/http/routes.ts";
import { CHILD, ORG, testHash } from "../operations/kit.ts";
import { type ApiKit, type Asked, withApi } from "./api_kit.ts";

/** The error of a refused request: one line with its code, and nothing changed. */
function assertRefused({ status, json, headers }: Asked, expected: number, message: RegExp): void {
  assert.equal(status, expected, json?.error);
  assert.deepEqual(Object.keys(json), ["error", "code", "hint"]);
  assert.match(json.error, message);
  assert.doesNotMatch(json.error, /\n/);
  assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
}

/** A secret that came into a place where none belongs. */
const TOKEN_TEXT = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

const KEY = { org_id: ORG, name: "release-key" };

const BAD_BODIES: readonly (readonly [what: string, body: unknown, message: RegExp])[] = [
  ["no JSON", "{", /body: it is not JSON/],
  ["nothing", "", /body: it is not JSON/],
  ["JSON twice", '{"org_id":1}{}', /body: it is not JSON/],
  ["a list", [], /body must be object/],
  ["null", "null", /body must be object/],
  ["no field", {}, /body.org_id is missing; body.name is missing/],
  ["an unknown field", { ...KEY, seed: "x" }, /body has no field seed/],
  ["a secret for a field", { ...KEY, [TOKEN_TEXT]: "x" }, /body has an unknown field$/],
  ["one that stands twice", `{"${TOKEN_TEXT}":1,"${TOKEN_TEXT}":2}`, /body: duplicate key$/],
  ["a wrong type", { ...KEY, name: 7 }, /body.name must be string/],
  ["a wrong type of a flag", { ...KEY, trust: "true" }, /body.trust must be boolean/],
  ["no UUID", { ...KEY, org_id: "x" }, /body.org_id must be a UUID/],
  ["an empty name", { ...KEY, name: "" }, /body.name must have at least 1/],
  ["a name of controls", { ...KEY, name: "a\u0000b" }, /name .+: it has control characters/],
  [
    "a name of half a character",
    { ...KEY, name: "a\ud800" },
    /body: it has an unpaired surrogate$/,
  ],
  [
    "a name of 256 characters",
    { ...KEY, name: "x".repeat(256) },
    /body.name must have at most 255/,
  ],
  ["a name of over 255 bytes", { ...KEY, name: "é".repeat(200) }, /it has 400 bytes/],
  ["a key that stands twice", '{"org_id":"x","org_id":"y"}', /body: duplicate key org_id/],
  ["one hidden by an escape", '{"name":"x","n\\u0061me":"y"}', /body: duplicate key name/],
  ["JSON that is deep", `${"[".repeat(40)}${"]".repeat(40)}`, /nests deeper than 32/],
  ["JSON thousands deep", "[".repeat(8000), /nests deeper than 32/],
  ["a prototype", '{"__proto__":{"admin":true},"org_id":1}', /body/],
];

for (const [what, body, message] of BAD_BODIES) {
  Deno.test(`a body of ${what} is refused, and nothing is made`, async () => {
    await withApi(async (kit) => {
      await kit.newToken();
      const { total } = await list(kit);
      assertRefused(await kit.ask("POST", "/v1/signing-keys", { body }), 400, message);
      assert.equal((await list(kit)).total, total);
    });
  });
}

async function list({ operations }: ApiKit) {
  const page = { limit: 1, offset: 0 };
  return await operations.keys.list({ orgId: ORG, includeRevoked: true, page });
}

Deno.test("a body that is not UTF-8 is refused", async () => {
  await withApi(async ({ app, newToken }) => {
    const request = new Request("https://127.0.0.1/v1/signing-keys", {
      method: "POST",
      headers: {
        authorization: `Bearer ${await newToken()}`,
        "content-type": "application/json",
      },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    const response = await app(request, "127.0.0.1");
    assert.equal(response.status, 400);
    assert.match((await response.json()).error, /it is not UTF-8/);
  });
});

for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
  Deno.test(`a body of the type "${type}" is refused`, async () => {
    await withApi(async ({ ask }) => {
      const answer = await ask("POST", "/v1/signing-keys", {
        body: KEY,
        headers: { "content-type": type },
      });
      assertRefused(answer, 415, /its content-type is not application\/json/);
    });
  });
}

Deno.test("application/json is taken in any case and with its charset", async () => {
  await withApi(async ({ ask }) => {
    for (const [index, type] of ["Application/JSON", "application/json; charset=UTF-8"].entries()) {
      const body = { ...KEY, name: `key ${index}` };
      const headers = { "content-type": type };
      assert.equal((await ask("POST", "/v1/signing-keys", { body, headers })).status, 201);
    }
  });
});

Deno.test("a body of over 2 MiB is refused, whether its length says so or not", async () => {
  await withApi(async ({ app, newToken }) => {
    const token = await newToken();
    const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
      const request = new Request("https://127.0.0.1/v1/signing-keys", {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          ...headers,
        },
        body,
      });
      return await app(request, "127.0.0.1");
    };
    const chunk = new Uint8Array(64 * 1024).fill(0x20);
    let sent = 0;
    const stream = new ReadableStream({
      pull: (controller) => {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const byChunks = await send(stream);
    assert.equal(byChunks.status, 413);
    assert.equal(byChunks.headers.get("connection"), "close");
    assert.ok(sent <= 2 * 1024 * 1024 + 3 * chunk.length, `${sent} bytes were read`);
    const byLength = await send(stream.locked ? "{}" : "", { "content-length": "2097153" });
    assert.equal(byLength.status, 413);
    assert.match((await byLength.json()).error, /over 2048 KiB/);
  });
});

Deno.test("a route without a body takes none", async () => {
  await withApi(async ({ ask, operations }) => {
    const { info } = await operations.tokens.create({
      orgId: ORG,
      name: null,
      role: "read",
      keyIds: null,
      expiresAt: null,
    });
    const answer = await ask("POST", `/v1/tokens/${info.id}/revoke`, { body: {} });
    assertRefused(answer, 400, /this route takes no body/);
    assert.equal((await ask("POST", `/v1/tokens/${info.id}/revoke`)).status, 200);
  });
});

const BAD_DEMANDS: readonly (readonly [demands: object, message: RegExp])[] = [
  [
    { require: [{ claim: "version", value: "not a range" }] },
    /: body\.require\.0 "not a range" is not a version range$/,
  ],
  [{ require: [{ claim: "version", value: "" }] }, /body\.require\.0 nothing is required of ver/],
  [{ require: [{ claim: "name" }] }, /body\.require\.0\.value is missing$/],
  [{ require: { name: "pkg" } }, /body\.require must be array$/],
  [{ require_statement: "true" }, /body\.require_statement must be boolean$/],
  [{ required: true }, /body has no field required$/],
  [{ at: "now" }, /body\.at must be an RFC 3339 time$/],
];

Deno.test("what cannot be required of a statement is refused before anything is looked up", async () => {
  await withApi(async (kit) => {
    await kit.ask("GET", "/v1/whoami");
    kit.takeEvents();
    for (const [demands, message] of BAD_DEMANDS) {
      const body = { org_id: ORG, package_hash: testHash(1), ...demands };
      assertRefused(await kit.ask("POST", "/v1/verify", { body }), 400, message);
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

const BAD_QUERIES: readonly (readonly [query: string, message: RegExp])[] = [
  ["?limit=0", /query.limit must be at least 1/],
  ["?limit=1001", /query.limit must be at most 1000/],
  ["?limit=ten", /query.limit/],
  ["?limit=1e3", /query.limit/],
  ["?offset=-1", /query.offset/],
  ["?include_revoked=1", /query.include_revoked must be one of true, false/],
  ["?include_revokd=true", /query has no field include_revokd$/],
  ["?include-revoked=true", /query has an unknown field$/],
  [`?clk_${TOKEN_TEXT}=1`, /query has an unknown field$/],
  [`?${TOKEN_TEXT}=1&${TOKEN_TEXT}=2`, /query\.\(a field\) is given twice$/],
  [`?org_id=${ORG}&org_id=${CHILD}`, /query.org_id is given twice/],
  ["?org_id=", /query.org_id must be a UUID/],
  ["", /query.org_id is missing/],
];

for (const [query, message] of BAD_QUERIES) {
  Deno.test(`the query "${query}" is refused`, async () => {
    await withApi(async ({ ask }) => {
      assertRefused(await ask("GET", `/v1/signing-keys${query}`), 400, message);
    });
  });
}

Deno.test("a path that names no route is not found, whoever asks", async () => {
  await withApi(async ({ ask, newToken }) => {
    for (const path of ["/", "/v1", "/v2/tokens", "/v1/tokens/", "/V1/tokens", "/v1//tokens"]) {
      for (const token of [null, await newToken()]) {
        assertRefused(await ask("GET", path, { token }), 404, /no route has this path/);
      }
    }
  });
});

Deno.test("a route is looked up by its path once that is resolved", async () => {
  await withApi(async ({ ask }) => {
    assert.equal((await ask("GET", "/v1/x/../whoami")).status, 200);
    assert.equal((await ask("GET", "/%76%31/whoami")).status, 404);
  });
});

for (const path of ["/v1%2fwhoami", "/v1/..%2Fwhoami", "/v1%5cwhoami", "/v1/whoami%00"]) {
  Deno.test(`the path ${path} is refused`, async () => {
    await withApi(async ({ ask }) => {
      assertRefused(await ask("GET", path), 400, /its path has an escaped slash, dot or NUL/);
    });
  });
}

Deno.test("other methods of a path are told which it takes", async () => {
  await withApi(async ({ ask }) => {
    for (const path of new Set(ROUTES.map((route) => route.path))) {
      const filled = path.replace(/:\w+/g, "aaaaaaaa-0000-4000-8000-00000000000a");
      const allowed = ROUTES.filter((route) => route.path === path).map(({ method }) => method);
      const answer = await ask("DELETE", filled);
      assertRefused(answer, 405, /this path takes (GET|POST)/);
      assert.equal(answer.headers.get("allow"), allowed.join(", "));
    }
  });
});

Deno.test("of methods the refusal repeats those that everybody knows, and no other", async () => {
  await withApi(async ({ ask }) => {
    const known = await ask("DELETE", "/v1/tokens");
    assertRefused(known, 405, /^Cannot serve the method DELETE: this path takes /);
    for (const method of ["HUNTER2", "DELET", "clk_nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"]) {
      assertRefused(await ask(method, "/v1/tokens"), 405, /^Cannot serve this method: /);
    }
  });
});

Deno.test("too many headers, and headers that are too long, are refused", async () => {
  await withApi(async ({ ask }) => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`x-${index}`, "y"]));
    assertRefused(await ask("GET", "/v1/whoami", { headers: many }), 431, /too many headers/);
    const long = { "x-long": "y".repeat(17 * 1024) };
    assertRefused(await ask("GET", "/v1/whoami", { headers: long }), 431, /too many headers/);
  });
});

Deno.test("an id that a caller gives a request comes back; one that is no id is replaced", async () => {
  await withApi(async ({ ask }) => {
    const idOf = async (id: string) =>
      (await ask("GET", "/health", { token: null, headers: { "x-request-id": id } }))
        .headers.get("x-request-id");
    assert.equal(await idOf("build-1234.5"), "build-1234.5");
    assert.match(await idOf("x".repeat(65)) ?? "", /^[0-9a-f-]{36}$/);
    assert.match(await idOf("a b") ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(await idOf(ORG), ORG);
    for (const secret of [`clk_${TOKEN_TEXT}`, TOKEN_TEXT, TOKEN_TEXT.slice(2), "0f".repeat(32)]) {
      assert.match(await idOf(secret) ?? "", /^[0-9a-f-]{36}$/, secret);
    }
  });
});

Deno.test("nobody may keep an answer, and every answer says its type", async () => {
  await withApi(async ({ ask }) => {
    for (const path of ["/v1/whoami", "/health", "/docs", "/nowhere"]) {
      const { headers } = await ask("GET", path);
      assert.equal(headers.get("cache-control"), "no-store, no-transform");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.ok(headers.has("content-type"));
    }
  });
});

Deno.test("one hash is signed as well as up to 1,000, and no more", async () => {
  await withApi(async ({ ask, operations }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const path = `/v1/signing-keys/${id}/signatures`;
    const one = await ask("POST", path, { body: { package_hash: testHash(1) } });
    const hashes = Array.from({ length: 1001 }, (_, index) => index.toString(16).padStart(64, "0"));
    const many = await ask("POST", path, { body: { package_hashes: hashes.slice(1) } });
    assert.equal(one.json.signatures.length, 1);
    assert.deepEqual(
      many.json.signatures.map((signature: { package_hash: string }) => signature.package_hash),
      hashes.slice(1),
    );
    const answer = await ask("POST", path, { body: { package_hashes: hashes } });
    assertRefused(answer, 400, /body.package_hashes must have at most 1000/);
  });
});
