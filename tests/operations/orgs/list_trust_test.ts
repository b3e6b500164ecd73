import assert from "node:assert/strict";
import { CHILD, GRANDCHILD, idBytes, ORG, PAGE, seenBy, withKit } from "../kit.ts";

Deno.test("what an organisation gave, then what it got, revoked ones too, and of others nothing", async () => {
  await withKit(async ({ operations: { orgs } }) => {
    const got = await orgs.grantTrust({ parent: GRANDCHILD, child: ORG });
    const given = await orgs.grantTrust({ parent: ORG, child: CHILD });
    await orgs.grantTrust({ parent: CHILD, child: GRANDCHILD });
    await orgs.grantTrust({ parent: ORG, child: GRANDCHILD });
    await orgs.revokeTrust({ parent: ORG, child: GRANDCHILD });
    const list = (await orgs.listTrust({ orgId: ORG, page: PAGE })).items;
    assert.deepEqual(
      list.map(({ parentOrgId, childOrgId, revokedAt }) => [
        parentOrgId,
        childOrgId,
        revokedAt === null,
      ]),
      [[ORG, CHILD, true], [ORG, GRANDCHILD, false], [GRANDCHILD, ORG, true]],
    );
    assert.deepEqual([list[0], list[2]], [given, got]);
  });
});

Deno.test("a grant to itself, as the engine allows, stands once", async () => {
  await withKit(async ({ operations, sql }) => {
    const insert = "INSERT INTO key_trust_acls VALUES (?, ?, ?, '2026-01-01T00:00:00+00:00', NULL)";
    sql(insert, idBytes(crypto.randomUUID()), idBytes(ORG), idBytes(ORG));
    assert.equal((await operations.orgs.listTrust({ orgId: ORG, page: PAGE })).total, 1);
  });
});

Deno.test("who has one organisation in view is told what it gave, and not who accepts what it trusts", async () => {
  await withKit(async (kit) => {
    const { orgs } = kit.operations;
    await orgs.grantTrust({ parent: GRANDCHILD, child: ORG });
    const given = await orgs.grantTrust({ parent: ORG, child: CHILD });
    assert.deepEqual((await seenBy(kit, ORG).orgs.listTrust({ orgId: ORG, page: PAGE })).items, [
      given,
    ]);
    assert.equal((await orgs.listTrust({ orgId: ORG, page: PAGE })).total, 2);
  });
});
