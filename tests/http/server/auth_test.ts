import assert from "node:assert/strict";
import { CHILD, ORG, PAGE } from "../../operations/kit.ts";
import { type Asked, withApi } from "../api_kit.ts";

function assertUnauthorized(answer: Asked, message: RegExp, status = 401): void {
  assert.equal(answer.status, status);
  assert.equal(answer.json.code, "unauthorized");
  assert.match(answer.json.error, message);
  assert.equal(answer.headers.get("www-authenticate"), 'Bearer realm="cloacina"');
}

Deno.test("whoami shows the token that asks, and never its text or hash", async () => {
  await withApi(async ({ ask, newToken, operations }) => {
    const key = await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const expiresAt = new Date("2027-01-01T00:00:00.5Z");
    const token = await newToken({ role: "sign", orgId: ORG, keyIds: [key.id], expiresAt });
    const { status, json, text } = await ask("GET", "/v1/whoami", { token });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), [
      ...["token_id", "name", "org_id", "role", "key_ids", "created_at", "expires_at"],
      ...["revoked_at", "status", "fault"],
    ]);
    assert.deepEqual([json.role, json.org_id, json.key_ids], ["sign", ORG, [key.id]]);
    assert.equal(json.expires_at, "2027-01-01T00:00:00Z");
    assert.ok(!text.includes(token));
  });
});

const BAD_HEADERS: readonly (readonly [what: string, header: string | null, message: RegExp])[] = [
  ["none", null, /the request has no bearer token/],
  ["another scheme", "Basic YTpi", /does not read Bearer TOKEN/],
  ["no token", "Bearer ", /does not read Bearer TOKEN/],
  ["two words", "Bearer a b", /does not read Bearer TOKEN/],
  ["no API token", "Bearer hunter2", /it is not an API token/],
  ["a token that nobody made", `Bearer clk_${"A".repeat(43)}`, /there is no such token/],
  ["a token with a stray bit", `Bearer clk_${"A".repeat(42)}B`, /it is not an API token/],
];

for (const [what, header, message] of BAD_HEADERS) {
  Deno.test(`a request with ${what} in its header is not authenticated`, async () => {
    await withApi(async ({ ask, audited }) => {
      const headers: Record<string, string> = header === null ? {} : { authorization: header };
      assertUnauthorized(await ask("GET", "/v1/whoami", { token: null, headers }), message);
      const [event, ...others] = audited;
      assert.deepEqual(others, []);
      assert.equal(event?.type, "api_token.refused");
      assert.deepEqual([event.actor, event.address], ["nobody", "127.0.0.1"]);
      assert.match(event.reason ?? "", message);
    });
  });
}

Deno.test("the scheme is read in any case, as RFC 9110 has it", async () => {
  await withApi(async ({ ask, newToken }) => {
    const headers = { authorization: `bEARER  ${await newToken()}` };
    assert.equal((await ask("GET", "/v1/whoami", { token: null, headers })).status, 200);
  });
});

Deno.test("a token that was revoked, or has expired, is refused from the next request on", async () => {
  await withApi(async ({ ask, newToken, operations, parts }) => {
    const token = await newToken({ role: "read" });
    const id = (await ask("GET", "/v1/whoami", { token })).json.token_id;
    await operations.tokens.revoke({ id, orgId: null });
    assertUnauthorized(await ask("GET", "/v1/whoami", { token }), /is revoked/);
    // The kit's clock goes on by a second with each look.
    const expiresAt = new Date(parts.now().getTime() + 4000);
    const brief = await newToken({ role: "read", expiresAt });
    const seen = [];
    for (let look = 0; look < 6; look++) {
      seen.push((await ask("GET", "/v1/whoami", { token: brief })).status);
    }
    assert.deepEqual(seen.toSorted(), seen);
    assert.equal(seen.at(-1), 401);
    assert.equal(seen[0], 200);
  });
});

Deno.test("an address that fails ten times waits a minute; its good tokens, and other addresses, are served", async () => {
  await withApi(async ({ ask, newToken, audited, wait }) => {
    const good = await newToken({ role: "read" });
    const fail = (address: string) =>
      ask("GET", "/v1/whoami", { token: `clk_${"A".repeat(43)}`, address });
    for (let time = 0; time < 10; time++) {
      assertUnauthorized(await fail("192.0.2.1"), /no such token/);
    }
    assert.equal(audited.length, 10);
    const limited = await fail("192.0.2.1");
    assertUnauthorized(limited, /10 attempts from this address have failed/, 429);
    assert.match(limited.headers.get("retry-after") ?? "", /^([1-9]|[1-5]\d|60)$/);
    assert.equal(audited.length, 10, "what is not told apart is not audited");
    const served = await ask("GET", "/v1/whoami", { token: good, address: "192.0.2.1" });
    assert.equal(served.status, 200);
    assertUnauthorized(await fail("192.0.2.2"), /no such token/);
    wait(60_001);
    assertUnauthorized(await fail("192.0.2.1"), /no such token/);
  });
});

Deno.test("the addresses of one /64 of IPv6 count as one", async () => {
  await withApi(async ({ ask }) => {
    const fail = async (address: string) =>
      (await ask("GET", "/v1/whoami", { token: "hunter2", address })).status;
    for (let host = 1; host <= 10; host++) assert.equal(await fail(`2001:db8:1:2::${host}`), 401);
    assert.equal(await fail("2001:db8:1:2:aaaa:bbbb:cccc:dddd"), 429);
    assert.equal(await fail("2001:db8:1:3::1"), 401);
    assert.equal(await fail("::1"), 401);
  });
});

Deno.test("what was done through the API has the token as its actor", async () => {
  await withApi(async ({ ask, newToken, audited }) => {
    const token = await newToken({ role: "admin", orgId: ORG });
    const { json: { token_id } } = await ask("GET", "/v1/whoami", { token });
    const body = { org_id: ORG, name: "release-key" };
    const { json: key } = await ask("POST", "/v1/signing-keys", { token, body });
    assert.deepEqual(
      audited.map(({ type, actor, keyId }) => [type, actor, keyId]),
      [["key.signing.created", `token:${token_id}`, key.key_id]],
    );
  });
});

Deno.test("what a token may not do stands in the audit log under its id, ten times a minute", async () => {
  await withApi(async ({ ask, newToken, audited, wait, operations }) => {
    const token = await newToken({ role: "sign", orgId: ORG });
    const { token_id: id } = (await ask("GET", "/v1/whoami", { token })).json;
    audited.length = 0;
    const body = { org_id: ORG, name: "k" };
    for (let attempt = 0; attempt < 12; attempt++) {
      assert.equal((await ask("POST", "/v1/signing-keys", { token, body })).status, 403);
    }
    const reason =
      "Cannot generate a signing key: it requires the role admin, and the token has sign";
    assert.deepEqual(
      audited,
      Array(10).fill({
        ...{ type: "api_token.refused", actor: `token:${id}`, address: "127.0.0.1", reason },
      }),
    );
    assert.deepEqual(
      (await operations.keys.list({ orgId: ORG, includeRevoked: true, page: PAGE })).items,
      [],
    );
    wait(60_000);
    const theirs = { token, body: { parent_org_id: ORG, child_org_id: CHILD } };
    assert.equal((await ask("POST", "/v1/trust-grants", theirs)).status, 403);
    const foreign = `/v1/signatures?org_id=${CHILD}`;
    assert.equal((await ask("GET", foreign, { token })).status, 403);
    assert.equal(
      audited.at(-1)?.reason,
      `Cannot act for organisation ${CHILD}: the token is for another organisation`,
    );
    assert.equal(audited.length, 12);
  });
});

Deno.test("who calls from an address that reads like a token's id uses up nothing of that token's", async () => {
  await withApi(async ({ ask, newToken, audited }) => {
    const token = await newToken({ role: "read", orgId: ORG });
    const { token_id: address } = (await ask("GET", "/v1/whoami", { token })).json;
    for (let attempt = 0; attempt < 20; attempt++) {
      await ask("GET", "/v1/whoami", { token: "clk_none", address });
    }
    audited.length = 0;
    const body = { org_id: ORG, name: "k" };
    assert.equal((await ask("POST", "/v1/signing-keys", { token, body })).status, 403);
    assert.deepEqual(audited.map(({ actor, type }) => [actor, type]), [
      [`token:${address}`, "api_token.refused"],
    ]);
  });
});
