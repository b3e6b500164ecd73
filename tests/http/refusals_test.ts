import assert from "node:assert/strict";
import type { OrgId } from "../../src/domain/ids.ts";
import { MAX_REFUSALS } from "../../src/domain/recent_refusal.ts";
import { CHILD, ORG, testHash } from "../operations/kit.ts";
import { type ApiKit, withApi } from "./api_kit.ts";

const PATH = "/v1/refusals";

interface Refusal {
  readonly event_type: string;
  readonly org_id: string | null;
  readonly reason: string;
}

Deno.test("an administrator sees what was refused to its own organisation, newest first, and nothing of another", async () => {
  await withApi(async (kit) => {
    const admin = await kit.newToken({ role: "admin", orgId: ORG });
    const reader = await kit.newToken({ role: "read", orgId: ORG });
    const stranger = await kit.newToken({ role: "read", orgId: CHILD });
    await verify(kit, reader, ORG);
    await kit.ask("POST", "/v1/signing-keys", { token: reader, body: { org_id: ORG, name: "k" } });
    await verify(kit, stranger, CHILD);
    await kit.ask("GET", "/v1/whoami", { token: `clk_${"A".repeat(43)}` });
    await verify(kit, await kit.newToken({ role: "read" }), ORG);
    const own = await refusals(kit, admin);
    assert.deepEqual(own.map(({ event_type }) => event_type), [
      "api_token.refused",
      "verification.failure",
    ]);
    assert.match(own[0]!.reason, /it requires the role admin, and the token has read/);
    assert.ok(own.every(({ org_id }) => org_id === ORG));
    const all = await refusals(kit, await kit.newToken());
    assert.deepEqual(all.map(({ org_id }) => org_id), [ORG, null, CHILD, ORG, ORG]);
    const [ofAll, ...others] = await refusals(kit, await kit.newToken(), `?org_id=${ORG}`);
    assert.equal(ofAll!.event_type, "verification.failure");
    assert.deepEqual(others, own);
  });
});

Deno.test("what a token is refused on behalf of another organisation is its own organisation's", async () => {
  await withApi(async (kit) => {
    await verify(kit, await kit.newToken({ role: "read", orgId: CHILD }), ORG);
    assert.deepEqual(await refusals(kit, await kit.newToken({ orgId: ORG })), []);
    const [refusal] = await refusals(kit, await kit.newToken({ orgId: CHILD }));
    assert.equal(refusal!.org_id, CHILD);
  });
});

Deno.test("a flood of refusals keeps the last ones, and displaces none of another organisation", async () => {
  await withApi(async (kit) => {
    await verify(kit, await kit.newToken({ role: "read", orgId: ORG }), ORG);
    const stranger = await kit.newToken({ role: "read", orgId: CHILD });
    for (let i = 0; i < MAX_REFUSALS + 5; i++) await verify(kit, stranger, CHILD);
    assert.equal((await refusals(kit, await kit.newToken({ orgId: CHILD }))).length, MAX_REFUSALS);
    assert.equal((await refusals(kit, await kit.newToken({ orgId: ORG }))).length, 1);
  });
});

async function verify({ ask }: ApiKit, token: string, orgId: OrgId): Promise<void> {
  await ask("POST", "/v1/verify", { token, body: { org_id: orgId, package_hash: testHash(1) } });
}

async function refusals({ ask }: ApiKit, token: string, query = ""): Promise<readonly Refusal[]> {
  const { status, json } = await ask("GET", `${PATH}${query}`, { token });
  assert.equal(status, 200);
  return json.items;
}
