import assert from "node:assert/strict";
import { isDamaged } from "../../../src/domain/damaged.ts";
import { CHILD, ORG, PAGE, putSignature, signed, TEST_KEYS, testHash, withKit } from "../kit.ts";

const [key, other] = TEST_KEYS;

Deno.test("stored signatures: of an organisation, of a package, of both, or all, a slice at a time", async () => {
  await withKit(async (kit) => {
    putSignature(kit, await signed(key, testHash(1)), ORG);
    putSignature(kit, await signed(other, testHash(1)), CHILD);
    putSignature(kit, await signed(key, testHash(2)), ORG);
    putSignature(kit, await signed(key, testHash(3)), null);
    type Request = Parameters<typeof kit.operations.signatures.list>[0];
    const count = async (request: Partial<Request>) => {
      const all = { orgId: null, hash: null, page: PAGE, ...request };
      const { items, total } = await kit.operations.signatures.list(all);
      return [items.length, total];
    };
    assert.deepEqual(await count({}), [4, 4]);
    assert.deepEqual(await count({ orgId: ORG }), [2, 2]);
    assert.deepEqual(await count({ hash: testHash(1) }), [2, 2]);
    assert.deepEqual(await count({ hash: testHash(1), orgId: CHILD }), [1, 1]);
    assert.deepEqual(await count({ hash: testHash(3), orgId: CHILD }), [0, 0]);
    assert.deepEqual(await count({ page: { limit: 3, offset: 2 } }), [2, 4]);
    assert.deepEqual(await count({ hash: testHash(1), page: { limit: 1, offset: 1 } }), [1, 2]);
    assert.deepEqual(await count({ hash: testHash(9) }), [0, 0]);
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a signature whose time is damaged comes before one of the year 1, also where a page ends", async () => {
  await withKit(async (kit) => {
    putSignature(kit, await signed(key, testHash(1)));
    kit.sql("UPDATE package_signatures SET signed_at = '0001-01-01T00:00:00+00:00'");
    putSignature(kit, await signed(other, testHash(1)));
    const { fingerprint } = other.publicKey;
    kit.sql(
      "UPDATE package_signatures SET signed_at = 'never' WHERE key_fingerprint = ?",
      fingerprint,
    );
    const { list } = kit.operations.signatures;
    const request = { orgId: null, hash: testHash(1) };
    const first = await list({ ...request, page: { limit: 1, offset: 0 } });
    assert.ok(isDamaged(first.items[0]!));
    const second = await list({ ...request, page: { limit: 1, offset: 0, after: first.next! } });
    assert.equal(second.items[0]?.keyFingerprint, key.publicKey.fingerprint);
    assert.equal(second.next, undefined);
  });
});
