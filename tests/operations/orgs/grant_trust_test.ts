import assert from "node:assert/strict";
import { assertRefused, CHILD, ORG, withKit } from "../kit.ts";

const pair = { parent: ORG, child: CHILD } as const;

Deno.test("a grant is stored and told", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    const grant = await operations.orgs.grantTrust(pair);
    assert.deepEqual([grant.parentOrgId, grant.childOrgId, grant.revokedAt], [ORG, CHILD, null]);
    assert.deepEqual(await store.trustGrantsOf([ORG], "parent"), [grant]);
    assert.deepEqual(takeEvents(), [
      { type: "key.trust_acl.granted", orgId: ORG, childOrgId: CHILD },
    ]);
  });
});

Deno.test("a grant that is active is trust_exists; the other way round is another grant", async () => {
  await withKit(async (kit) => {
    await kit.operations.orgs.grantTrust(pair);
    await assertRefused(kit, "trust_exists", () => kit.operations.orgs.grantTrust(pair));
    const back = await kit.operations.orgs.grantTrust({ parent: CHILD, child: ORG });
    assert.equal(back.parentOrgId, CHILD);
  });
});

Deno.test("a grant that was revoked is given again, in the row that it has", async () => {
  await withKit(async ({ operations, store }) => {
    const first = await operations.orgs.grantTrust(pair);
    await operations.orgs.revokeTrust(pair);
    const again = await operations.orgs.grantTrust(pair);
    assert.equal(again.id, first.id);
    assert.ok(again.grantedAt > first.grantedAt);
    assert.deepEqual(await store.trustGrantsOf([ORG], "parent"), [again]);
  });
});

Deno.test("a grant to itself is invalid_request; a broken audit log grants nothing", async () => {
  await withKit(async (kit) => {
    const itself = { parent: ORG, child: ORG };
    await assertRefused(kit, "invalid_request", () => kit.operations.orgs.grantTrust(itself));
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.orgs.grantTrust(pair));
  });
});
