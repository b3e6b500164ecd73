import assert from "node:assert/strict";
import { CHILD, ORG, PAGE, withKit } from "../kit.ts";

Deno.test("the keys of an organisation, oldest first, a slice at a time, revoked ones where they are wanted", async () => {
  await withKit(async ({ operations, takeEvents }) => {
    const names = ["a", "b", "c", "d"];
    for (const name of names) await operations.keys.generate({ orgId: ORG, name, trust: false });
    await operations.keys.generate({ orgId: CHILD, name: "other", trust: false });
    const reference = { text: "b", orgId: ORG };
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    takeEvents();
    const list = async (includeRevoked: boolean, limit: number, offset: number) => {
      const page = { limit, offset };
      const { items, total } = await operations.keys.list({ orgId: ORG, includeRevoked, page });
      return { names: items.map(({ name }) => name), total };
    };
    assert.deepEqual(await list(true, 100, 0), { names, total: 4 });
    assert.deepEqual(await list(false, 100, 0), { names: ["a", "c", "d"], total: 3 });
    assert.deepEqual(await list(true, 2, 1), { names: ["b", "c"], total: 4 });
    assert.deepEqual(await list(true, 2, 4), { names: [], total: 4 });
    assert.deepEqual(takeEvents(), []);
  });
});

Deno.test("a row that lies is listed, and says so", async () => {
  await withKit(async ({ operations, sql }) => {
    await operations.keys.generate({ orgId: ORG, name: "good", trust: false });
    await operations.keys.generate({ orgId: ORG, name: "lying", trust: false });
    sql("UPDATE signing_keys SET public_key = zeroblob(32) WHERE key_name = 'lying'");
    const { items } = await operations.keys.list({ orgId: ORG, includeRevoked: false, page: PAGE });
    assert.deepEqual(items.map(({ name, fault }) => [name, fault]), [
      ["good", null],
      ["lying", "its fingerprint is not that of its public key"],
    ]);
  });
});
