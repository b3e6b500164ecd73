import assert from "node:assert/strict";
import { API_ROLES, type ApiRole } from "../../src/domain/api_token.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { WHOAMI } from "../../src/contract/whoami.ts";
import type { Route } from "../../src/http/route.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { CHILD, ORG, signed, testHash, testKey } from "../operations/kit.ts";
import { type ApiKit, withApi } from "./api_kit.ts";
import { type Sample, sampleRequests } from "./sample_requests.ts";

/** What each role may do, written down a second time, by hand: a slip in the table shows here. */
const ALLOWED: Readonly<Record<string, readonly ApiRole[]>> = {
  "GET /v1/whoami": ["read", "sign", "admin"],
  "GET /v1/signing-keys": ["read", "sign", "admin"],
  "GET /v1/signing-keys/lookup": ["read", "sign", "admin"],
  "GET /v1/signing-keys/:key_id": ["read", "sign", "admin"],
  "GET /v1/signing-keys/:key_id/public-key": ["read", "sign", "admin"],
  "GET /v1/trusted-keys": ["read", "sign", "admin"],
  "GET /v1/known-keys/:fingerprint": ["read", "sign", "admin"],
  "GET /v1/trusted-keys/lookup": ["read", "sign", "admin"],
  "GET /v1/organisations": ["read", "sign", "admin"],
  "GET /v1/trust-grants": ["read", "sign", "admin"],
  "GET /v1/signatures": ["read", "sign", "admin"],
  "POST /v1/signatures/signers": ["read", "sign", "admin"],
  "POST /v1/signatures/blocking": ["read", "sign", "admin"],
  "POST /v1/verify": ["read", "sign", "admin"],
  "POST /v1/preflight": ["read", "sign", "admin"],
  "GET /v1/minimum-versions": ["read", "sign", "admin"],
  "POST /v1/minimum-versions": ["read", "sign", "admin"],
  "POST /v1/signing-keys/:key_id/signatures": ["sign", "admin"],
  "POST /v1/signatures": ["sign", "admin"],
  "POST /v1/signatures/remove": ["admin"],
  "POST /v1/minimum-versions/remove": ["admin"],
  "POST /v1/signing-keys": ["admin"],
  "POST /v1/signing-keys/:key_id/rotate": ["admin"],
  "POST /v1/signing-keys/:key_id/revoke": ["admin"],
  "POST /v1/trusted-keys": ["admin"],
  "POST /v1/trusted-keys/:fingerprint/revoke": ["admin"],
  "POST /v1/trust-grants": ["admin"],
  "POST /v1/trust-grants/revoke": ["admin"],
  "GET /v1/refusals": ["admin"],
  "GET /v1/tokens": ["admin"],
  "POST /v1/tokens": ["admin"],
  "POST /v1/tokens/:token_id/revoke": ["admin"],
};

/** What takes a token for all organisations, since several have a part in it. */
const FOR_ALL_ONLY = [
  "GET /v1/organisations",
  "POST /v1/preflight",
  "POST /v1/trust-grants",
  "POST /v1/trust-grants/revoke",
];

/** What a token of another organisation is answered: not allowed where it named one, not found where it named a key. */
const STRANGER: Readonly<Record<string, number>> = {
  "GET /v1/whoami": 200,
  "GET /v1/known-keys/:fingerprint": 200,
  "GET /v1/signing-keys/:key_id": 404,
  "GET /v1/signing-keys/:key_id/public-key": 404,
  "POST /v1/signing-keys/:key_id/signatures": 404,
  "POST /v1/signing-keys/:key_id/rotate": 404,
  "POST /v1/signing-keys/:key_id/revoke": 404,
  "POST /v1/tokens/:token_id/revoke": 404,
};

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

Deno.test("the contract says of every route what is written down here, and has no other", () => {
  assert.deepEqual(ROUTES.map(nameOf).sort(), Object.keys(ALLOWED).sort());
  for (const route of ROUTES) {
    assert.equal(route.role, ALLOWED[nameOf(route)]![0], nameOf(route));
  }
});

Deno.test("a route whose role was forgotten is refused to every role", async () => {
  const { role: _, ...entry } = WHOAMI;
  const forgotten = {
    ...entry,
    path: "/v1/forgotten",
    handle: () => Promise.reject(new Error("it was done")),
  } as unknown as Route;
  await withApi(async ({ ask, newToken }) => {
    for (const role of API_ROLES) {
      const { status, json } = await ask("GET", "/v1/forgotten", {
        token: await newToken({ role }),
      });
      assert.equal(status, 403);
      assert.equal(json.code, "insufficient_permissions");
      assert.match(json.error, /no role may call it/);
    }
  }, [forgotten]);
});

for (const role of API_ROLES) {
  for (const who of ["its own organisation", "all organisations"] as const) {
    Deno.test(`the role ${role} of ${who} may do what it may, and nothing else`, async () => {
      for (const route of ROUTES) {
        await withSample(route, async (kit, sample) => {
          const orgId = who === "all organisations" ? null : ORG;
          const token = await kit.newToken({ role, orgId });
          const before = kit.contents();
          const { status, json } = await ask(kit, sample, token);
          const isAllowed = ALLOWED[nameOf(route)]!.includes(role) &&
            (orgId === null || !FOR_ALL_ONLY.includes(nameOf(route)));
          assert.equal(status, isAllowed ? route.status : 403, `${nameOf(route)}: ${json?.error}`);
          if (isAllowed) return;
          assert.equal(json.code, "insufficient_permissions");
          assert.deepEqual(kit.contents(), before);
        });
      }
    });
  }

  Deno.test(`the role ${role} of another organisation gets nothing and changes nothing`, async () => {
    for (const route of ROUTES) {
      await withSample(route, async (kit, sample) => {
        const token = await kit.newToken({ role, orgId: CHILD });
        const before = kit.contents();
        const { status, text } = await ask(kit, sample, token);
        const isAllowed = ALLOWED[nameOf(route)]!.includes(role);
        const expected = isAllowed ? STRANGER[nameOf(route)] ?? 403 : 403;
        assert.equal(status, expected, `${nameOf(route)}: ${text}`);
        for (const secret of sample.secrets) {
          assert.ok(!text.includes(secret), `${nameOf(route)} tells of ${secret}: ${text}`);
        }
        assert.deepEqual(kit.contents(), before);
      });
    }
  });
}

Deno.test("a key and a token of another organisation are answered like ones that are nowhere", async () => {
  for (const route of ROUTES.filter((one) => STRANGER[nameOf(one)] === 404)) {
    await withSample(route, async (kit, sample) => {
      const token = await kit.newToken({ role: "admin", orgId: CHILD });
      const nowhere = crypto.randomUUID();
      const path = sample.path.replace(/[0-9a-f-]{36}/, nowhere);
      const { method, body } = sample;
      const there = await kit.ask(method, sample.path, { token, body });
      const absent = await kit.ask(method, path, { token, body });
      const id = /[0-9a-f-]{36}/.exec(sample.path)![0];
      assert.equal(there.status, absent.status);
      assert.equal(there.text.replaceAll(id, "ID"), absent.text.replaceAll(nowhere, "ID"));
    });
  }
});

Deno.test("that another organisation has a signature by a key whose trust was revoked is answered like none", async () => {
  await withApi(async (kit) => {
    const [key, hash] = [await testKey(7), testHash(1)];
    for (const orgId of [ORG, CHILD]) {
      await kit.operations.keys.trust({ orgId, publicKey: key.publicKey, name: null });
    }
    const fingerprintPrefix = key.publicKey.fingerprint;
    await kit.operations.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    const token = await kit.newToken({ role: "read", orgId: ORG });
    const body = { org_id: ORG, package_hash: hash };
    const verify = () => kit.ask("POST", "/v1/verify", { token, body });
    const absent = await verify();
    const signatures = [await signed(key, hash)];
    await kit.operations.signatures.import({ orgId: CHILD, signatures });
    const hidden = await verify();
    assert.equal(absent.status, 404);
    assert.deepEqual([hidden.status, hidden.text], [absent.status, absent.text]);
  });
});

Deno.test("a token that is limited to signing keys signs with these, and stores no signature from elsewhere", async () => {
  await withApi(async ({ ask, newToken, operations }) => {
    const mine = await operations.keys.generate({ orgId: ORG, name: "mine", trust: true });
    const other = await operations.keys.generate({ orgId: ORG, name: "other", trust: true });
    const token = await newToken({ role: "sign", orgId: ORG, keyIds: [mine.id] });
    const body = { package_hash: testHash(1) };
    const sign = (id: string) => ask("POST", `/v1/signing-keys/${id}/signatures`, { token, body });
    const signed = await sign(mine.id);
    assert.equal(signed.status, 200);
    assert.equal(signed.json.signatures[0].key_fingerprint, mine.publicKey.fingerprint);
    const refused = await sign(other.id);
    assert.equal(refused.status, 403);
    assert.equal(refused.json.code, "insufficient_permissions");
    const { status } = await ask("POST", "/v1/signatures", {
      token,
      body: { org_id: ORG, signatures: [signed.json.signatures[0]] },
    });
    assert.equal(status, 403);
    assert.equal((await ask("GET", `/v1/signing-keys/${other.id}`, { token })).status, 200);
  });
});

Deno.test("a token of one organisation makes tokens for this one alone, and sees no others", async () => {
  await withApi(async ({ ask, newToken }) => {
    const token = await newToken({ role: "admin", orgId: ORG });
    await newToken({ role: "read", orgId: CHILD });
    const create = (org_id: OrgId | null) =>
      ask("POST", "/v1/tokens", { token, body: { org_id, role: "read" } });
    assert.equal((await create(null)).status, 403);
    assert.equal((await create(CHILD)).status, 403);
    const made = await create(ORG);
    assert.equal(made.status, 201);
    assert.match(made.json.token, /^clk_[A-Za-z0-9_-]{43}$/);
    const { json } = await ask("GET", "/v1/tokens", { token });
    assert.equal(json.total, 2);
    assert.deepEqual(
      json.items.map((item: { org_id: string }) => item.org_id),
      [ORG, ORG],
    );
  });
});

/** Runs with a store of its own: some samples can be done once only. */
async function withSample(
  route: Route,
  body: (kit: ApiKit, sample: Sample) => Promise<void>,
): Promise<void> {
  await withApi(async (kit) => {
    const samples = await sampleRequests(kit, await testKey(7));
    const sample = samples.get(nameOf(route));
    assert.ok(sample !== undefined, `there is no sample request of ${nameOf(route)}`);
    await body(kit, sample);
  });
}

async function ask(kit: ApiKit, { method, path, body }: Sample, token: string) {
  return await kit.ask(method, path, { token, body });
}
