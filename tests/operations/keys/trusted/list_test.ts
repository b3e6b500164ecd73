import assert from "node:assert/strict";
import { CHILD, GRANDCHILD, type Kit, ORG, PAGE, testKey, withKit } from "../../kit.ts";

const keys = [await testKey(1), await testKey(2), await testKey(3), await testKey(4)] as const;

async function trust({ operations }: Kit, orgId: typeof ORG, number: 0 | 1 | 2 | 3): Promise<void> {
  const { publicKey } = keys[number];
  await operations.keys.trust({ orgId, publicKey, name: `${number}` });
}

async function list({ operations }: Kit, includeRevoked = false) {
  const request = { orgId: ORG, includeRevoked, page: PAGE };
  const { items, total } = await operations.keys.trusted.list(request);
  assert.equal(total, items.length);
  return items.map(({ name, trustedBy, isTrusted }) => [name, trustedBy, isTrusted]);
}

Deno.test("own keys and those of organisations that were granted trust, with whose they are; one hop", async () => {
  await withKit(async (kit) => {
    const { orgs } = kit.operations;
    await trust(kit, ORG, 0);
    await trust(kit, CHILD, 1);
    await trust(kit, CHILD, 0);
    await trust(kit, GRANDCHILD, 2);
    assert.deepEqual(await list(kit), [["0", ORG, true]]);
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    await orgs.grantTrust({ parent: CHILD, child: GRANDCHILD });
    kit.takeEvents();
    assert.deepEqual(await list(kit), [["0", ORG, true], ["1", CHILD, true], ["0", CHILD, true]]);
    assert.deepEqual(kit.takeEvents(), []);
    await orgs.revokeTrust({ parent: ORG, child: CHILD });
    assert.deepEqual(await list(kit), [["0", ORG, true]]);
  });
});

Deno.test("what the organisation itself revoked does not count, wherever it is trusted besides", async () => {
  await withKit(async (kit) => {
    await kit.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    await trust(kit, ORG, 0);
    await trust(kit, CHILD, 0);
    const fingerprintPrefix = keys[0].publicKey.fingerprint;
    await kit.operations.keys.trusted.revoke({ orgId: ORG, fingerprintPrefix, dryRun: false });
    assert.deepEqual(await list(kit), [["0", CHILD, false]]);
    assert.deepEqual(await list(kit, true), [["0", ORG, false], ["0", CHILD, false]]);
  });
});

Deno.test("a slice at a time", async () => {
  await withKit(async (kit) => {
    for (const number of [0, 1, 2, 3] as const) await trust(kit, ORG, number);
    const page = { limit: 2, offset: 1 };
    const request = { orgId: ORG, includeRevoked: false, page };
    const { items, total } = await kit.operations.keys.trusted.list(request);
    assert.deepEqual([items.map(({ name }) => name), total], [["1", "2"], 4]);
  });
});

Deno.test("a row that lies is listed, says so, and does not count", async () => {
  await withKit(async (kit) => {
    await trust(kit, ORG, 0);
    kit.sql("UPDATE trusted_keys SET public_key = ?", keys[1].publicKey.bytes);
    const request = { orgId: ORG, includeRevoked: false, page: PAGE };
    const { items: [key] } = await kit.operations.keys.trusted.list(request);
    assert.equal(key?.fault, "its fingerprint is not that of its public key");
    assert.equal(key?.isTrusted, false);
  });
});
