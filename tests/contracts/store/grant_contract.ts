import assert from "node:assert/strict";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { TrustGrantRecord } from "../../../src/domain/records.ts";
import type { Store } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { byId, type RegisterTest, save } from "./opened_store.ts";

/** Trust grants: giving, giving again, revoking, listing from both sides. */
export function grantContract(test: RegisterTest): void {
  test("grants are listed from the side that is asked for", async ({ store, make }) => {
    const [a, b, c] = [make.orgId(), make.orgId(), make.orgId()];
    const ab = make.trustGrant({ parentOrgId: a, childOrgId: b });
    const ac = make.trustGrant({ parentOrgId: a, childOrgId: c });
    const ba = make.trustGrant({ parentOrgId: b, childOrgId: a });
    await save(store, { grants: [ab, ac, ba, make.trustGrant()] });
    assert.deepEqual(
      byId(await store.trustGrantsOf([a], "parent")),
      byId([ab, ac]),
    );
    assert.deepEqual(await store.trustGrantsOf([a], "child"), [ba]);
    assert.deepEqual(await store.trustGrantsOf([c], "parent"), []);
    assert.deepEqual(await store.trustGrantsOf([c], "child"), [ac]);
    assert.deepEqual(await store.trustGrantsOf([make.orgId()], "child"), []);
  });

  test("grants of several organisations are found from the side that is asked for", async ({ store, make }) => {
    const [a, b, c] = [make.orgId(), make.orgId(), make.orgId()];
    const ab = make.trustGrant({ parentOrgId: a, childOrgId: b });
    const bc = make.trustGrant({ parentOrgId: b, childOrgId: c, revokedAt: later(1) });
    const ca = make.trustGrant({ parentOrgId: c, childOrgId: a });
    await save(store, { grants: [ab, bc, ca, make.trustGrant()] });
    assert.deepEqual(byId(await store.trustGrantsOf([a, b, a], "parent")), byId([ab, bc]));
    assert.deepEqual(byId(await store.trustGrantsOf([a, b], "child")), byId([ca, ab]));
    assert.deepEqual(await store.trustGrantsOf([c], "child"), [bc]);
    assert.deepEqual(await store.trustGrantsOf([make.orgId()], "parent"), []);
    assert.deepEqual(await store.trustGrantsOf([], "child"), []);
  });

  test("organisations are those that a key or a grant names, with how many keys are active", async ({ store, make }) => {
    const before = new Set((await store.organisations()).map(({ orgId }) => orgId));
    const [signs, trusts, parent, child] = [make.orgId(), make.orgId(), make.orgId(), make.orgId()];
    await save(store, {
      signingKeys: [
        make.signingKey({ orgId: signs }),
        make.signingKey({ orgId: signs }),
        make.signingKey({ orgId: signs, revokedAt: later(1) }),
      ],
      trustedKeys: [
        make.trustedKey({ orgId: trusts }),
        make.trustedKey({ orgId: trusts, revokedAt: later(1) }),
      ],
      grants: [make.trustGrant({ parentOrgId: parent, childOrgId: child })],
      signatures: [make.signature()],
    });
    const found = await store.organisations();
    const expected = [
      { orgId: signs, signingKeys: 2, trustedKeys: 0 },
      { orgId: trusts, signingKeys: 0, trustedKeys: 1 },
      { orgId: parent, signingKeys: 0, trustedKeys: 0 },
      { orgId: child, signingKeys: 0, trustedKeys: 0 },
    ];
    assert.deepEqual(
      found.filter(({ orgId }) => !before.has(orgId)),
      expected.sort((one, other) => one.orgId < other.orgId ? -1 : 1),
    );
    const ids = found.map(({ orgId }) => orgId);
    assert.deepEqual(ids, [...new Set(ids)].sort());
  });

  test("a grant is revoked once, and in one direction", async ({ store, make }) => {
    const grant = make.trustGrant();
    const back = make.trustGrant({ parentOrgId: grant.childOrgId, childOrgId: grant.parentOrgId });
    await save(store, { grants: [grant, back] });
    assert.equal(await revoke(store, grant, 1), true);
    assert.equal(await revoke(store, grant, 2), false);
    assert.deepEqual(await given(store, grant.parentOrgId), [{ ...grant, revokedAt: later(1) }]);
    assert.deepEqual(await given(store, grant.childOrgId), [back]);
  });

  test("a grant that is not there is not revoked", async ({ store, make }) => {
    assert.equal(await revoke(store, make.trustGrant(), 1), false);
  });

  test("a grant that is given again keeps its row", async ({ store, make }) => {
    const grant = make.trustGrant();
    await save(store, { grants: [grant] });
    await revoke(store, grant, 1);
    await save(store, { grants: [{ ...grant, id: make.uuid(), grantedAt: later(2) }] });
    assert.deepEqual(await given(store, grant.parentOrgId), [{ ...grant, grantedAt: later(2) }]);
    assert.equal(await revoke(store, grant, 3), true);
  });

  test("a grant that is saved twice has one row, active", async ({ store, make }) => {
    const grant = make.trustGrant();
    await save(store, { grants: [grant, { ...grant, id: make.uuid() }] });
    assert.deepEqual(await given(store, grant.parentOrgId), [grant]);
  });

  test("a grant that is saved again has all that is new but the id", async ({ store, make }) => {
    const grant = make.trustGrant();
    await save(store, { grants: [grant] });
    for (const other of [{ grantedAt: later(1) }, { revokedAt: later(2) }, { revokedAt: null }]) {
      const again = { ...grant, ...other, id: make.uuid() };
      await save(store, { grants: [again] });
      assert.deepEqual(await given(store, grant.parentOrgId), [{ ...again, id: grant.id }]);
    }
  });
}

async function given(store: Store, orgId: OrgId): Promise<readonly TrustGrantRecord[]> {
  return await store.trustGrantsOf([orgId], "parent");
}

async function revoke(
  store: Store,
  { parentOrgId, childOrgId }: TrustGrantRecord,
  time: number,
): Promise<boolean> {
  return await store.transaction((w) => w.revokeTrustGrant(parentOrgId, childOrgId, later(time)));
}
