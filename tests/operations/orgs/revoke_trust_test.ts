import assert from "node:assert/strict";
import { assertRefused, CHILD, ORG, PAGE, withKit } from "../kit.ts";

const pair = { parent: ORG, child: CHILD } as const;

Deno.test("a grant is taken back and told; the row stays", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    const { id } = await operations.orgs.grantTrust(pair);
    takeEvents();
    await operations.orgs.revokeTrust(pair);
    const [row] = await store.trustGrantsOf([ORG], "parent");
    assert.equal(row?.id, id);
    assert.notEqual(row?.revokedAt, null);
    assert.deepEqual(takeEvents(), [
      { type: "key.trust_acl.revoked", orgId: ORG, childOrgId: CHILD },
    ]);
  });
});

Deno.test("a grant that is not there, is the other way round or is revoked already is trust_not_found", async () => {
  await withKit(async (kit) => {
    const { orgs } = kit.operations;
    await assertRefused(kit, "trust_not_found", () => orgs.revokeTrust(pair));
    await orgs.grantTrust({ parent: CHILD, child: ORG });
    await assertRefused(kit, "trust_not_found", () => orgs.revokeTrust(pair));
    await orgs.grantTrust(pair);
    await orgs.revokeTrust(pair);
    kit.takeEvents();
    const [grant] = (await orgs.listTrust({ orgId: ORG, page: PAGE })).items.filter((one) =>
      one.revokedAt
    );
    const again = await assertRefused(kit, "trust_not_found", () => orgs.revokeTrust(pair));
    const at = grant?.revokedAt?.toISOString();
    assert.equal(
      again.message,
      `Cannot revoke trust in "${CHILD}": organisation ${ORG} already revoked it at ${at}`,
    );
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("where the audit log cannot be written, the grant stays", async () => {
  await withKit(async (kit) => {
    await kit.operations.orgs.grantTrust(pair);
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.orgs.revokeTrust(pair));
  });
});
