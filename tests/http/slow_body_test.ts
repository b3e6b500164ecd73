import assert from "node:assert/strict";
import { ROUTES } from "../../src/http/routes.ts";
import { createApp } from "../../src/http/server/server_app.ts";
import { ORG, testHash, testKey } from "../operations/kit.ts";
import { type ApiKit, createApi, serverParts, withApi } from "./api_kit.ts";
import { listenWith } from "./listening_app.ts";
import { connectTo } from "./raw_http.ts";
import { type Sample, sampleRequests } from "./sample_requests.ts";
import { PATHS } from "./paths.ts";

/** Sends a request whose body comes only once this was done; the head has been let in by then. */
async function sendSlowly(
  { app }: ApiKit,
  { method, path, body }: Sample,
  token: string,
  meanwhile: () => Promise<unknown>,
): Promise<Response> {
  const bytes = body === undefined ? null : new TextEncoder().encode(JSON.stringify(body));
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await meanwhile();
      if (bytes !== null) controller.enqueue(bytes);
      controller.close();
    },
  }, { highWaterMark: 0 });
  const headers = {
    host: "127.0.0.1",
    authorization: `Bearer ${token}`,
    ...(bytes !== null && {
      "content-type": "application/json",
      "content-length": `${bytes.length}`,
    }),
  };
  const request = new Request(`http://127.0.0.1${path}`, { method, headers, body: stream });
  return await app(request, "127.0.0.1");
}

for (const { method, path } of ROUTES.filter((route) => route.method === "POST")) {
  const name = `${method} ${path}`;
  Deno.test(`${name}: a token that is revoked between head and body is refused, and nothing is done`, async () => {
    await withApi(async (kit) => {
      const samples = await sampleRequests(kit, await testKey(7));
      const { token, info } = await kit.operations.tokens.create({
        ...{ orgId: null, name: null, role: "admin", keyIds: null, expiresAt: null },
      });
      let before: unknown;
      const revoke = async () => {
        await kit.operations.tokens.revoke({ id: info.id, orgId: null });
        before = kit.contents();
        kit.takeEvents();
      };
      const response = await sendSlowly(kit, samples.get(name)!, token, revoke);
      const { code, error } = await response.json();
      assert.deepEqual([response.status, code], [401, "unauthorized"]);
      assert.match(error, /is revoked$/);
      assert.deepEqual(kit.contents(), before);
      const told = kit.takeEvents().map(({ type, reason }) => [type, reason]);
      const refusal = path === PATHS.sign
        ? ["package.sign.failure", "unauthorized"]
        : ["api_token.refused", error];
      assert.deepEqual(told, [refusal]);
    });
  });
}

for (const path of [PATHS.verify, PATHS.sign]) {
  Deno.test(`POST ${path}: a token that was good before is looked up once, behind the body`, async () => {
    await withApi(async (kit) => {
      const samples = await sampleRequests(kit, await testKey(7));
      const sample = samples.get(`POST ${path}`)!;
      const { token, info } = await kit.operations.tokens.create({
        ...{ orgId: null, name: null, role: "admin", keyIds: null, expiresAt: null },
      });
      let lookUps = 0;
      const findApiToken: typeof kit.store.findApiToken = (hash) => {
        lookUps += 1;
        return kit.store.findApiToken(hash);
      };
      const store = { ...kit.store, findApiToken };
      const { app } = createApi({ ...kit.parts, store });
      const warm = await sendSlowly({ ...kit, app }, sample, token, () => Promise.resolve());
      assert.equal(warm.status, 200, await warm.text());
      let before: unknown;
      const revoke = async () => {
        await kit.operations.tokens.revoke({ id: info.id, orgId: null });
        before = kit.contents();
        kit.takeEvents();
        lookUps = 0;
      };
      const response = await sendSlowly({ ...kit, app }, sample, token, revoke);
      assert.deepEqual([response.status, lookUps], [401, 1], await response.text());
      assert.deepEqual(kit.contents(), before);
      assert.deepEqual(kit.takeEvents().map(({ type }) => type), ["api_token.refused"]);
    });
  });
}

Deno.test("a long body is read only for a token that was looked up, though it was good before", async () => {
  await withApi(async (kit) => {
    const samples = await sampleRequests(kit, await testKey(7));
    const sample = samples.get(`POST ${PATHS.sign}`)!;
    const steps: string[] = [];
    const findApiToken: typeof kit.store.findApiToken = (hash) => {
      steps.push("looked up");
      return kit.store.findApiToken(hash);
    };
    const { app, newToken } = createApi({ ...kit.parts, store: { ...kit.store, findApiToken } });
    const token = await newToken({ role: "sign" });
    for (const [count, expected] of [[1, ["read"]], [200, ["looked up", "read"]]] as const) {
      const hashes = Array.from({ length: count }, (_, index) => testHash(index));
      const signing = { ...sample, body: { package_hashes: hashes } };
      const read = () => Promise.resolve(steps.push("read"));
      const sign = () => sendSlowly({ ...kit, app }, signing, token, read);
      assert.equal((await sign()).status, 200);
      steps.length = 0;
      assert.equal((await sign()).status, 200);
      assert.deepEqual(steps, expected);
    }
  });
});

Deno.test("a token that expires between head and body is refused", async () => {
  await withApi(async (kit) => {
    const samples = await sampleRequests(kit, await testKey(7));
    const soon = new Date(kit.parts.now().getTime() + 30_000);
    const token = await kit.newToken({ expiresAt: soon });
    const wait = async () => {
      while (kit.parts.now() < soon) await Promise.resolve();
    };
    const sample = samples.get(`POST ${PATHS.sign}`)!;
    const response = await sendSlowly(kit, sample, token, wait);
    assert.equal(response.status, 401);
    assert.match((await response.json()).error, /is expired$/);
  });
});

Deno.test("a key that is revoked between head and body signs nothing", async () => {
  await withApi(async (kit) => {
    const { keys } = kit.operations;
    const samples = await sampleRequests(kit, await testKey(7));
    const token = await kit.newToken();
    const sample = samples.get(`POST ${PATHS.sign}`)!;
    const reference = { text: "hush-release", orgId: ORG };
    const revoke = () => keys.revoke({ reference, andTrust: false, dryRun: false });
    const response = await sendSlowly(kit, sample, token, revoke);
    assert.equal((await response.json()).code, "key_revoked");
    assert.equal(kit.takeEvents().filter(({ type }) => type === "package.signed").length, 1);
  });
});

Deno.test("over a real connection, the body of a revoked token's request comes too late", async () => {
  await withApi(async (kit) => {
    const { id } = await kit.operations.keys.generate({ orgId: ORG, name: "key", trust: false });
    const wish = { name: null, role: "sign", keyIds: null, expiresAt: null } as const;
    const { token, info } = await kit.operations.tokens.create({ orgId: ORG, ...wish });
    const parts = serverParts(kit.parts, kit.audited);
    const letIn = Promise.withResolvers<void>();
    const authenticate = async (text: string) => {
      const found = await parts.authenticate(text);
      letIn.resolve();
      return found;
    };
    const { url, stop } = await listenWith(createApp({ ...parts, authenticate }, ROUTES));
    try {
      using connection = await connectTo(url);
      const body = JSON.stringify({ package_hash: testHash(1) });
      const path = PATHS.sign.replace(":key_id", id);
      await write(connection, `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`);
      await write(connection, `Authorization: Bearer ${token}\r\n`);
      await write(connection, "Content-Type: application/json\r\n");
      await write(connection, `Content-Length: ${body.length}\r\n\r\n`);
      await letIn.promise;
      await kit.operations.tokens.revoke({ id: info.id, orgId: null });
      kit.takeEvents();
      await write(connection, body);
      assert.match(await new Response(connection.readable).text(), /^HTTP\/1\.1 401 /);
      assert.deepEqual(kit.takeEvents().map(({ type }) => type), ["package.sign.failure"]);
    } finally {
      await stop();
    }
  });
});

async function write(connection: Deno.TcpConn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
