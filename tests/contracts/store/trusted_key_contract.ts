import assert from "node:assert/strict";
import type { TrustedKeyRecord } from "../../../src/domain/records.ts";
import type { Store } from "../../../src/store/store.ts";
import { fingerprintOfBytes, later } from "../records.ts";
import { byId, type RegisterTest, save } from "./opened_store.ts";

const ALL = { limit: 100, offset: 0 };

/** Trusted keys: trusting, trusting again, revoking, finding, listing. */
export function trustedKeyContract(test: RegisterTest): void {
  test("a trusted key is found in the organisations asked for only", async ({ store, make }) => {
    const first = make.trustedKey();
    const second = make.trustedKey({ publicKey: first.publicKey });
    const third = make.trustedKey({ publicKey: first.publicKey });
    await save(store, {
      trustedKeys: [first, second, third, make.trustedKey({ orgId: first.orgId })],
    });
    const { fingerprint } = first;
    assert.deepEqual(await store.trustedKeysOf([first.orgId], [fingerprint]), [first]);
    const two = await store.trustedKeysOf([first.orgId, third.orgId, make.orgId()], [fingerprint]);
    assert.deepEqual(byId(two), byId([first, third]));
    assert.deepEqual(await store.trustedKeysOf([make.orgId()], [fingerprint]), []);
    assert.deepEqual(await store.trustedKeysOf([], [fingerprint]), []);
    const everybodys = await store.trustedKeysOf(null, [fingerprint]);
    assert.deepEqual(byId(everybodys), byId([first, second, third]));
    const unknown = fingerprintOfBytes(make.bytes(32));
    assert.deepEqual(await store.trustedKeysOf(null, [unknown]), []);
    assert.deepEqual(await store.trustedKeysOf([first.orgId], [unknown]), []);
  });

  test("an organisation's own rows for several keys are found, revoked ones too", async ({ store, make }) => {
    const first = make.trustedKey();
    const second = make.trustedKey({ orgId: first.orgId, revokedAt: later(1) });
    const elsewhere = make.trustedKey({ publicKey: first.publicKey });
    await save(store, {
      trustedKeys: [first, second, elsewhere, make.trustedKey({ orgId: first.orgId })],
    });
    const both = [first.fingerprint, second.fingerprint, first.fingerprint];
    assert.deepEqual(byId(await store.trustedKeysOf([first.orgId], both)), byId([first, second]));
    assert.deepEqual(await store.trustedKeysOf([first.orgId], [second.fingerprint]), [second]);
    assert.deepEqual(await store.trustedKeysOf([elsewhere.orgId], both), [elsewhere]);
    const orgs = [first.orgId, elsewhere.orgId, first.orgId];
    assert.deepEqual(
      byId(await store.trustedKeysOf(orgs, both)),
      byId([first, second, elsewhere]),
    );
    assert.deepEqual(await store.trustedKeysOf([], both), []);
    assert.deepEqual(await store.trustedKeysOf([first.orgId], []), []);
    assert.deepEqual(await store.trustedKeysOf([make.orgId()], both), []);
  });

  test("an organisation that is named twice has its rows once", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key] });
    const orgIds = [key.orgId, key.orgId];
    assert.deepEqual(await store.trustedKeysOf(orgIds, [key.fingerprint]), [key]);
    const listing = await store.listTrustedKeys({ orgIds, includeRevoked: false }, ALL);
    assert.deepEqual(listing, { rows: [key], total: 1 });
  });

  test("thousands of organisations can be asked for at once", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key] });
    const orgIds = [...Array.from({ length: 3000 }, make.orgId), key.orgId];
    assert.deepEqual(await store.trustedKeysOf(orgIds, [key.fingerprint]), [key]);
    const listing = await store.listTrustedKeys({ orgIds, includeRevoked: false }, ALL);
    assert.deepEqual(listing, { rows: [key], total: 1 });
  });

  test("a revoked trusted key is found, and says when", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key] });
    assert.equal(await revoke(store, key, 1), true);
    const found = await store.trustedKeysOf([key.orgId], [key.fingerprint]);
    assert.deepEqual(found, [{ ...key, revokedAt: later(1) }]);
  });

  test("trust is revoked once, in one organisation", async ({ store, make }) => {
    const key = make.trustedKey();
    const elsewhere = make.trustedKey({ publicKey: key.publicKey });
    await save(store, { trustedKeys: [key, elsewhere] });
    assert.equal(await revoke(store, key, 1), true);
    assert.equal(await revoke(store, key, 2), false);
    assert.equal(await revoke(store, make.trustedKey({ orgId: key.orgId }), 2), false);
    assert.equal(await revoke(store, { ...key, orgId: make.orgId() }, 2), false);
    const rows = await store.trustedKeysOf([key.orgId, elsewhere.orgId], [key.fingerprint]);
    assert.deepEqual(byId(rows), byId([{ ...key, revokedAt: later(1) }, elsewhere]));
  });

  test("a key that is trusted again keeps its row", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key] });
    await revoke(store, key, 1);
    const again = make.trustedKey({ ...key, id: make.uuid(), name: "again", trustedAt: later(2) });
    await save(store, { trustedKeys: [again] });
    const found = await store.trustedKeysOf([key.orgId], [key.fingerprint]);
    assert.deepEqual(found, [{ ...again, id: key.id }]);
    assert.equal(await revoke(store, key, 3), true);
  });

  test("a key that is trusted again may lose its name", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key] });
    await revoke(store, key, 1);
    await save(store, { trustedKeys: [{ ...key, name: null }] });
    const found = await store.trustedKeysOf([key.orgId], [key.fingerprint]);
    assert.deepEqual(found, [{ ...key, name: null }]);
  });

  test("a key that is saved twice has one row, active", async ({ store, make }) => {
    const key = make.trustedKey();
    await save(store, { trustedKeys: [key, { ...key, id: make.uuid() }] });
    const [found, ...more] = await store.trustedKeysOf([key.orgId], [key.fingerprint]);
    assert.deepEqual(found, key);
    assert.deepEqual(more, []);
  });

  test("a key that is saved again has all that is new but the id", async ({ store, make }) => {
    const key = make.trustedKey();
    const others: readonly Partial<TrustedKeyRecord>[] = [
      { publicKey: make.bytes(32) },
      { name: "another", trustedAt: later(1) },
      { revokedAt: later(2) },
      { name: null, revokedAt: null },
    ];
    await save(store, { trustedKeys: [key] });
    for (const other of others) {
      const again = { ...key, ...other, id: make.uuid() };
      await save(store, { trustedKeys: [again] });
      const found = await store.trustedKeysOf([key.orgId], [key.fingerprint]);
      assert.deepEqual(found, [{ ...again, id: key.id }]);
    }
  });

  test("trusted keys are listed oldest first, then by id, in pages", async ({ store, make }) => {
    const orgIds = [make.orgId(), make.orgId()] as const;
    const times = [5, 3, 3, 3, 900, 1000, 7, 0];
    const keys = times.map((time, at) =>
      make.trustedKey({ orgId: orgIds[at % 2 === 0 ? 0 : 1], trustedAt: later(time) })
    );
    await save(store, { trustedKeys: [...keys, make.trustedKey()] });
    const ordered = keys.toSorted((a, b) =>
      a.trustedAt.getTime() - b.trustedAt.getTime() || (a.id < b.id ? -1 : 1)
    );
    const filter = { orgIds, includeRevoked: false };
    for (const [offset, limit] of [[0, 100], [0, 3], [3, 3], [6, 3], [8, 3], [100, 3], [2, 0]]) {
      const page = { offset: offset ?? 0, limit: limit ?? 0 };
      const { rows, total } = await store.listTrustedKeys(filter, page);
      assert.deepEqual(rows, ordered.slice(page.offset, page.offset + page.limit));
      assert.equal(total, keys.length);
    }
  });

  test("revoked trusted keys are listed on demand only", async ({ store, make }) => {
    const active = make.trustedKey({ trustedAt: later(1) });
    const key = make.trustedKey({ orgId: active.orgId, trustedAt: later(2) });
    await save(store, { trustedKeys: [active, key] });
    await revoke(store, key, 3);
    const orgIds = [active.orgId];
    const some = await store.listTrustedKeys({ orgIds, includeRevoked: false }, ALL);
    assert.deepEqual(some, { rows: [active], total: 1 });
    const all = await store.listTrustedKeys({ orgIds, includeRevoked: true }, ALL);
    assert.deepEqual(all, { rows: [active, { ...key, revokedAt: later(3) }], total: 2 });
  });

  test("no organisation has no trusted keys", async ({ store, make }) => {
    await save(store, { trustedKeys: [make.trustedKey()] });
    const listing = await store.listTrustedKeys({ orgIds: [], includeRevoked: true }, ALL);
    assert.deepEqual(listing, { rows: [], total: 0 });
  });
}

async function revoke(
  store: Store,
  { orgId, id }: TrustedKeyRecord,
  time: number,
): Promise<boolean> {
  return await store.transaction((w) => w.revokeTrustedKey(orgId, id, later(time)));
}
