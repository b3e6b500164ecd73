import assert from "node:assert/strict";
import { CHILD, type Kit, ORG, PAGE, withKit } from "../kit.ts";

const request = { name: null, role: "read", keyIds: null, expiresAt: null } as const;

async function make({ operations }: Kit, orgId: typeof ORG | null) {
  return (await operations.tokens.create({ ...request, orgId })).info;
}

Deno.test("tokens of one organisation are listed, or all of them, oldest first and without their hashes", async () => {
  await withKit(async (kit) => {
    const own = await make(kit, ORG);
    const theirs = await make(kit, CHILD);
    const forAll = await make(kit, null);
    kit.takeEvents();
    const { list } = kit.operations.tokens;
    const listed = (orgId: typeof ORG | null) => list({ orgId, includeRevoked: false, page: PAGE });
    assert.deepEqual(await listed(ORG), { items: [own], total: 1 });
    assert.deepEqual(await listed(CHILD), { items: [theirs], total: 1 });
    assert.deepEqual(await listed(null), { items: [own, theirs, forAll], total: 3 });
    assert.doesNotMatch(JSON.stringify(await listed(null)), /hash/i);
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a token that has expired is listed, a revoked one where it is asked for", async () => {
  await withKit(async (kit) => {
    const { tokens } = kit.operations;
    const soon = new Date("2026-01-28T12:00:10Z");
    const made = (await tokens.create({ ...request, orgId: ORG, expiresAt: soon })).info;
    const revoked = await tokens.revoke({ id: (await make(kit, ORG)).id, orgId: null });
    while (kit.parts.now() < soon);
    const expired = { ...made, status: "expired" };
    const listed = async (includeRevoked: boolean) =>
      (await tokens.list({ orgId: ORG, includeRevoked, page: PAGE })).items;
    assert.deepEqual(await listed(false), [expired]);
    assert.deepEqual(await listed(true), [expired, revoked]);
  });
});

Deno.test("tokens are listed a slice at a time", async () => {
  await withKit(async (kit) => {
    const made = [];
    for (let number = 0; number < 4; number++) made.push(await make(kit, ORG));
    const page = { limit: 2, offset: 1 };
    const slice = await kit.operations.tokens.list({ orgId: ORG, includeRevoked: true, page });
    assert.deepEqual([slice.items, slice.total], [made.slice(1, 3), 4]);
  });
});
