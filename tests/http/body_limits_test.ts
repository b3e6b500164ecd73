import assert from "node:assert/strict";
import { toEnvelope } from "../../src/formats/statement/envelope.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { CHILD, ORG, signed, testHash, testKey } from "../operations/kit.ts";
import { MAX_ANSWER_BYTES } from "../../src/http/wire.ts";
import { type ApiKit, withApi } from "./api_kit.ts";
import { sampleRequests } from "./sample_requests.ts";
import { PATHS } from "./paths.ts";

const KIB = 1024;

/** What may be larger than 8 KiB. */
const LIMITS: ReadonlyMap<string, number> = new Map([
  [`POST ${PATHS.sign}`, 128],
  [`POST ${PATHS.signers}`, 128],
  [`POST ${PATHS.verify}`, 128],
  [`POST ${PATHS.blocking}`, 128],
  [`POST ${PATHS.minimumVersions}`, 2048],
  [`POST ${PATHS.signatures}`, 2048],
  [`POST ${PATHS.tokens}`, 16],
]);

const HASHES = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(64, "0"));

Deno.test("every body but one with a list is at most 8 KiB, and the description says how large it may be", async () => {
  await withApi(async (kit) => {
    const { json: document } = await kit.ask("GET", "/openapi.json", { token: null });
    const samples = await sampleRequests(kit, await testKey(7));
    for (const { method, path, body } of ROUTES) {
      if (body === null) continue;
      const name = `${method} ${path}`;
      const limit = LIMITS.get(name) ?? 8;
      const { description } = document.paths[path.replace(/:(\w+)/g, "{$1}")].post;
      assert.ok(
        description.endsWith(` The body is at most ${limit} KiB.`),
        `${name}: ${description}`,
      );
      const sample = samples.get(name)!;
      const text = JSON.stringify(sample.body);
      const over = await kit.ask(method, sample.path, { body: text.padEnd(limit * KIB + 1) });
      assert.deepEqual([name, over.status, over.json], [name, 413, {
        error: `Cannot read the request: its body is over ${limit} KiB`,
        code: "invalid_request",
        hint: null,
      }]);
      assert.equal(over.headers.get("connection"), "close");
      const full = await kit.ask(method, sample.path, { body: text.padEnd(limit * KIB) });
      assert.notEqual(full.status, 413, name);
    }
  });
});

Deno.test("the length that a request tells is refused before its body is read, by the limit that it breaks", async () => {
  await withApi(async ({ ask }) => {
    for (const [length, limit] of [[8193, "8 KiB"], [2097152, "8 KiB"], [2097153, "2048 KiB"]]) {
      const headers = { "content-length": String(length) };
      const { status, json } = await ask("POST", PATHS.preflight, { body: "{}", headers });
      assert.deepEqual([status, json.error], [
        413,
        `Cannot read the request: its body is over ${limit}`,
      ]);
    }
  });
});

Deno.test("the largest bodies are taken, however they are indented", async () => {
  await withApi(async ({ ask, operations }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "k", trust: true });
    const partner = await testKey(7);
    await operations.keys.trust({ orgId: ORG, publicKey: partner.publicKey, name: "p" });
    const one = await signed(partner, testHash(1));
    const time = `2026-01-28T12:00:00.${"0".repeat(43)}Z`;
    assert.equal(time.length, 64);
    const given = HASHES.map(() => ({
      version: 1,
      algorithm: "ed25519",
      package_hash: one.packageHash,
      key_fingerprint: one.keyFingerprint,
      signature: one.signature.toBase64(),
      signed_at: time,
    }));
    const statement = toEnvelope({
      payload: new Uint8Array(512),
      signature: one.signature,
    });
    const stating = given.map((signature) => ({ ...signature, statement }));
    const name = '"'.repeat(255);
    const keyIds = Array.from({ length: 100 }, () => id);
    const bodies = [
      [PATHS.sign.replace(":key_id", id), { package_hashes: HASHES, store: false }, 200],
      [PATHS.signatures, { org_id: ORG, signatures: given }, 201],
      [PATHS.signatures, { org_id: ORG, signatures: stating }, 422],
      [PATHS.minimumVersions, { org_id: CHILD, signatures: stating }, 200],
      [
        PATHS.tokens,
        {
          org_id: ORG,
          name,
          role: "sign",
          key_ids: keyIds,
          expires_at: time.replace("2026", "9999"),
        },
        201,
      ],
    ] as const;
    for (const [path, body, expected] of bodies) {
      for (const indent of [0, 2, 10]) {
        const answer = await ask("POST", path, { body: JSON.stringify(body, null, indent) });
        // Whether it is granted is another matter: it was read.
        assert.ok([expected, 400].includes(answer.status), `${path}: ${answer.text.slice(0, 200)}`);
        assert.doesNotMatch(answer.text, /body: |is over/);
      }
    }
  });
});

Deno.test("no more statements are asked for at once than an answer has room for", async () => {
  await withApi(async ({ ask, operations, takeEvents }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    await ask("GET", "/v1/whoami");
    takeEvents();
    const json = JSON.stringify({ a: "x".repeat(24 * KIB) });
    const stated = { predicate: { type: "https://slsa.dev/provenance/v1", json } };
    const path = PATHS.sign.replace(":key_id", id);
    const sign = (count: number) =>
      ask("POST", path, { body: { package_hashes: HASHES.slice(0, count), stated } });
    const refused = await sign(85);
    assert.equal(refused.status, 400);
    assert.match(refused.json.error, /: body must have at most 84 hashes with a statement this/);
    assert.deepEqual(takeEvents(), []);
    const { status, text } = await sign(84);
    assert.equal(status, 200);
    assert.ok(text.length < MAX_ANSWER_BYTES);
  });
});

Deno.test("a body of many parts, or levels, is refused before it is parsed", async () => {
  await withApi(async ({ ask, operations }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const wide = `{"x":[${"{},".repeat(40_000)}{}]}`;
    const deep = "[".repeat(60_000) + "]".repeat(60_000);
    const path = PATHS.sign.replace(":key_id", id);
    for (
      const [body, state] of [[wide, "has more than 20000 parts"], [
        deep,
        "nests deeper than 32 levels",
      ]]
    ) {
      const { status, json } = await ask("POST", path, { body });
      assert.deepEqual([status, json], [400, {
        error: `Cannot read the request: body: it ${state}`,
        code: "invalid_request",
        hint: null,
      }]);
    }
  });
});

Deno.test("long bodies that are under way take 8 MiB together; short ones are served, and afterwards all are", async () => {
  await withApi(async (kit) => {
    const { id } = await kit.operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const token = await kit.newToken();
    const begun = [];
    for (let count = 0; count < 17; count++) begun.push(await beginImport(kit, token));
    // 16 of 504 KiB beyond the first 8 fit.
    const refused = await begun[16]!.answer;
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get("retry-after"), "1");
    assert.deepEqual(await refused.json(), {
      error: "Cannot read the request: too many long bodies are being read; try again",
      code: "store_unavailable",
      hint: null,
    });
    const long = { body: { package_hashes: HASHES } };
    const path = PATHS.sign.replace(":key_id", id);
    assert.equal((await kit.ask("POST", path, { body: { package_hash: HASHES[0] } })).status, 200);
    assert.equal(
      (await kit.ask("POST", PATHS.signingKeys, { body: { org_id: ORG, name: "n" } })).status,
      201,
    );
    begun[0]!.breakOff();
    assert.equal((await begun[0]!.answer).status, 400);
    assert.equal((await kit.ask("POST", path, long)).status, 200);
    for (const { end } of begun.slice(1, 16)) end();
    for (const { answer } of begun.slice(1, 16)) {
      const ended = await answer;
      assert.equal(ended.status, 400);
      assert.match((await ended.json()).error, /body: it is not JSON/);
    }
    const again = await Promise.all(Array.from({ length: 16 }, () => beginImport(kit, token)));
    for (const { end } of again) end();
    for (const { answer } of again) assert.equal((await answer).status, 400);
  });
});

/** Sends 300 KiB of a body of which nobody knows how long it is: its buffer has 512 KiB then. */
async function beginImport({ app }: ApiKit, token: string) {
  const stream = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => stream.resolve(controller),
  });
  const request = new Request(`http://127.0.0.1${PATHS.signatures}`, {
    method: "POST",
    headers: {
      host: "127.0.0.1",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    },
    body,
  });
  const answer = app(request, "127.0.0.1");
  const controller = await stream.promise;
  for (let sent = 0; sent < 300; sent++) controller.enqueue(new Uint8Array(KIB).fill(0x20));
  // Until all of it was read, or it was refused.
  const read = async () => {
    while (controller.desiredSize !== null && controller.desiredSize < 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await Promise.race([answer, read()]);
  return {
    answer,
    end: () => controller.close(),
    breakOff: () => controller.error(new Error("gone")),
  };
}
