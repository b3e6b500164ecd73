import assert from "node:assert/strict";
import { unseal } from "../../../src/crypto/sealing.ts";
import { assertRefused, MASTER_KEY, ORG, testKey, withKit } from "../kit.ts";

const { seed, publicKey } = await testKey(7);
const request = { orgId: ORG, name: "imported", seed, trust: false } as const;

Deno.test("an imported seed is sealed, its public key derived, and the caller's copy left alone", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    const key = await operations.keys.import({ ...request, seed: seed.slice() });
    assert.deepEqual(key.publicKey, publicKey);
    assert.equal(key.fault, null);
    const row = await store.signingKey(key.id);
    assert.deepEqual(await unseal(MASTER_KEY, row!.sealedSeed), seed);
    assert.deepEqual(takeEvents(), [{
      type: "key.signing.created",
      orgId: ORG,
      keyId: key.id,
      fingerprint: publicKey.fingerprint,
      name: "imported",
      reason: "imported",
    }]);
  });
});

Deno.test("one key may be imported under two names, and is trusted once", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    await operations.keys.import({ ...request, trust: true });
    await operations.keys.import({ ...request, name: "again", trust: true });
    assert.equal((await store.trustedKeysOf([ORG], [publicKey.fingerprint])).length, 1);
    assert.deepEqual(takeEvents().map(({ type }) => type), [
      "key.signing.created",
      "key.trusted.added",
      "key.signing.created",
    ]);
  });
});

Deno.test("a seed of another length is invalid_key", async () => {
  await withKit(async (kit) => {
    for (const length of [0, 31, 33, 64]) {
      const bad = { ...request, seed: new Uint8Array(length) };
      await assertRefused(kit, "invalid_key", () => kit.operations.keys.import(bad));
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a duplicate name, a wrong master key and a broken audit log import nothing", async () => {
  await withKit(async (kit) => {
    const { operations, takeEvents } = kit;
    await operations.keys.import(request);
    await assertRefused(kit, "duplicate_name", () => operations.keys.import(request));
    kit.useMasterKey(new Uint8Array(32).fill(9));
    const other = { ...request, name: "other" };
    await assertRefused(kit, "wrong_master_key", () => operations.keys.import(other));
    assert.deepEqual(takeEvents().slice(1).map(({ type, reason }) => [type, reason]), [
      ["key.signing.create_failed", "duplicate_name"],
      ["key.signing.create_failed", "wrong_master_key"],
    ]);
    kit.useMasterKey(MASTER_KEY);
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => operations.keys.import(other));
  });
});
