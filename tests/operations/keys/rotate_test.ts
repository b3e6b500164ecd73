import assert from "node:assert/strict";
import { assertRefused, CHILD, idBytes, type Kit, MASTER_KEY, ORG, withKit } from "../kit.ts";

const reference = { text: "old", orgId: ORG } as const;

async function withOld(trust: boolean, body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.generate({ orgId: ORG, name: "old", trust });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("the new key is trusted, the old one signs no longer and keeps its trust", async () => {
  await withOld(true, async ({ operations, store, takeEvents, written }) => {
    const calls = written.length;
    const { oldKey, newKey, oldIsTrusted } = await operations.keys.rotate({
      reference,
      name: "new",
    });
    assert.equal(oldIsTrusted, true);
    assert.deepEqual(await operations.keys.show(reference), oldKey);
    assert.notEqual(oldKey.revokedAt, null);
    assert.deepEqual(await operations.keys.show({ text: "new", orgId: ORG }), newKey);
    const [row] = await store.trustedKeysOf([ORG], [newKey.publicKey.fingerprint]);
    assert.equal(row?.name, "new");
    assert.equal(written.length, calls + 1);
    assert.deepEqual(takeEvents().map(({ type, keyId, reason }) => [type, keyId, reason]), [
      ["key.signing.created", newKey.id, `generated to replace ${oldKey.id}`],
      ["key.trusted.added", undefined, undefined],
      ["key.signing.revoked", oldKey.id, "rotated"],
    ]);
  });
});

Deno.test("an old key that nobody trusted says so", async () => {
  await withOld(false, async ({ operations }) => {
    const { oldIsTrusted } = await operations.keys.rotate({ reference, name: "new" });
    assert.equal(oldIsTrusted, false);
  });
});

Deno.test("a taken name, a bad name, a wrong master key and a broken audit log leave both as they were", async () => {
  await withOld(true, async (kit) => {
    const rotate = (name: string) => () => kit.operations.keys.rotate({ reference, name });
    await assertRefused(kit, "duplicate_name", rotate("old"));
    await assertRefused(kit, "invalid_request", rotate(" "));
    kit.useMasterKey(new Uint8Array(32).fill(9));
    await assertRefused(kit, "wrong_master_key", rotate("new"));
    kit.useMasterKey(MASTER_KEY);
    kit.breakAudit();
    await assertRefused(kit, "io_failed", rotate("new"));
  });
});

Deno.test("a key whose trust cannot be read is not rotated", async () => {
  await withOld(true, async (kit) => {
    kit.sql("ALTER TABLE key_trust_acls RENAME COLUMN granted_at TO gone");
    await assertRefused(
      kit,
      "store_corrupt",
      () => kit.operations.keys.rotate({ reference, name: "new" }),
    );
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a grant that is damaged keeps no key from being rotated", async () => {
  await withOld(true, async ({ operations, sql }) => {
    sql(
      "INSERT INTO key_trust_acls VALUES (?, ?, ?, 'yesterday', NULL)",
      ...[crypto.randomUUID(), ORG, CHILD].map(idBytes),
    );
    const { oldIsTrusted } = await operations.keys.rotate({ reference, name: "new" });
    assert.equal(oldIsTrusted, true);
  });
});

Deno.test("a key that is revoked already is key_revoked", async () => {
  await withOld(true, async (kit) => {
    await kit.operations.keys.rotate({ reference, name: "new" });
    const work = () => kit.operations.keys.rotate({ reference, name: "newer" });
    const error = await assertRefused(kit, "key_revoked", work);
    assert.match(
      error.message,
      /^Cannot rotate the key "old" \(.*\): it was revoked at 2026-01-28T12:/,
    );
  });
});

Deno.test("of two that rotate one key at once, one wins and the other adds nothing", async () => {
  await withOld(true, async ({ operations }) => {
    const rotate = (name: string) => operations.keys.rotate({ reference, name });
    const outcomes = await Promise.allSettled([rotate("left"), rotate("right")]);
    const codes = outcomes.map((one) => one.status === "rejected" ? one.reason.code : "done");
    assert.deepEqual(codes.toSorted(), ["done", "key_revoked"]);
    const page = { limit: 10, offset: 0 };
    const { total } = await operations.keys.list({ orgId: ORG, includeRevoked: true, page });
    assert.equal(total, 2);
  });
});
