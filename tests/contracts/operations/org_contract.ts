import assert from "node:assert/strict";
import { CHILD, GRANDCHILD, ORG, PAGE } from "../../operations/kit.ts";
import { assertShown } from "./assert_shown.ts";
import { refuses, type RegisterTest, takeTypes } from "./opened_operations.ts";

const pair = { parent: ORG, child: CHILD } as const;

/** Grants of trust: giving, taking back, listing. */
export function orgContract(test: RegisterTest): void {
  test("a grant is kept, listed on both sides as it was answered, and told", async (opened) => {
    const { operations: { orgs }, store } = opened;
    const grant = await orgs.grantTrust(pair);
    assertShown([grant.parentOrgId, grant.childOrgId, grant.revokedAt], [ORG, CHILD, null]);
    assertShown(await store.trustGrantsOf([ORG], "parent"), [grant]);
    assertShown((await orgs.listTrust({ orgId: ORG, page: PAGE })).items, [grant]);
    assertShown((await orgs.listTrust({ orgId: CHILD, page: PAGE })).items, [grant]);
    assertShown((await orgs.listTrust({ orgId: GRANDCHILD, page: PAGE })).items, []);
    assertShown(takeTypes(opened), ["key.trust_acl.granted"]);
  });

  test("organisations are listed by the page, with how many active keys they have", async (opened) => {
    const { operations: { orgs, keys } } = opened;
    await keys.generate({ orgId: CHILD, name: "a", trust: true });
    const { id } = await keys.generate({ orgId: CHILD, name: "b", trust: false });
    await keys.revoke({ reference: { text: id, orgId: CHILD }, andTrust: false, dryRun: false });
    await orgs.grantTrust({ parent: GRANDCHILD, child: CHILD });
    const all = [
      { orgId: CHILD, signingKeys: 1, trustedKeys: 1 },
      { orgId: GRANDCHILD, signingKeys: 0, trustedKeys: 0 },
    ].sort((a, b) => a.orgId < b.orgId ? -1 : 1);
    assertShown(await orgs.list({ page: PAGE }), { items: all, total: 2 });
    const first = await orgs.list({ page: { limit: 1, offset: 0 } });
    assertShown([first.items, first.total], [all.slice(0, 1), 2]);
    const after = first.next!;
    assertShown(await orgs.list({ page: { limit: 1, offset: 0, after } }), {
      items: all.slice(1),
      total: 2,
    });
  });

  test("what an organisation gave stands before what it got", async ({ operations: { orgs } }) => {
    const got = await orgs.grantTrust({ parent: GRANDCHILD, child: ORG });
    const given = await orgs.grantTrust(pair);
    await orgs.grantTrust({ parent: CHILD, child: GRANDCHILD });
    assertShown((await orgs.listTrust({ orgId: ORG, page: PAGE })).items, [given, got]);
  });

  test("a grant that is taken back stays in the list, with when", async (opened) => {
    const { operations: { orgs }, store } = opened;
    const grant = await orgs.grantTrust(pair);
    opened.takeEvents();
    assertShown(await orgs.revokeTrust(pair), pair);
    const [row] = await store.trustGrantsOf([ORG], "parent");
    assert.ok(row?.revokedAt instanceof Date);
    assertShown((await orgs.listTrust({ orgId: ORG, page: PAGE })).items, [{
      ...grant,
      revokedAt: row.revokedAt,
    }]);
    assertShown(takeTypes(opened), ["key.trust_acl.revoked"]);
  });

  test("a grant that is given again keeps its row", async ({ operations: { orgs } }) => {
    const first = await orgs.grantTrust(pair);
    await orgs.revokeTrust(pair);
    const again = await orgs.grantTrust(pair);
    assert.equal(again.id, first.id);
    assertShown((await orgs.listTrust({ orgId: ORG, page: PAGE })).items, [again]);
  });

  test("a grant that there is already, or to oneself, is refused", async (opened) => {
    const { orgs } = opened.operations;
    await orgs.grantTrust(pair);
    await refuses(opened, "trust_exists", () => orgs.grantTrust(pair));
    const toItself = { parent: ORG, child: ORG };
    await refuses(opened, "invalid_request", () => orgs.grantTrust(toItself));
  });

  test("a grant that is not there, or was taken back, is not found", async (opened) => {
    const { orgs } = opened.operations;
    await refuses(opened, "trust_not_found", () => orgs.revokeTrust(pair));
    await orgs.grantTrust(pair);
    const backwards = { parent: CHILD, child: ORG };
    await refuses(opened, "trust_not_found", () => orgs.revokeTrust(backwards));
    await orgs.revokeTrust(pair);
    await refuses(opened, "trust_not_found", () => orgs.revokeTrust(pair));
  });
}
