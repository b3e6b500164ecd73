import assert from "node:assert/strict";
import {
  assertRefused,
  CHILD,
  idBytes,
  type Kit,
  MASTER_KEY,
  ORG,
  testKey,
  withKit,
} from "../kit.ts";

const { seed, publicKey } = await testKey(7);
const reference = { text: "key", orgId: ORG } as const;

async function withKey(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    await kit.operations.keys.import({ orgId: ORG, name: "key", seed, trust: false });
    kit.takeEvents();
    await body(kit);
  });
}

Deno.test("the seed comes out as it went in, and the audit log has it first", async () => {
  await withKey(async ({ operations, takeEvents }) => {
    const exported = await operations.keys.exportPrivate(reference);
    assert.deepEqual(exported.seed, seed);
    assert.deepEqual(exported.key.publicKey, publicKey);
    assert.deepEqual(takeEvents(), [{
      type: "key.exported",
      orgId: ORG,
      keyId: exported.key.id,
      fingerprint: publicKey.fingerprint,
      name: "key",
      reason: "private key",
    }]);
  });
});

Deno.test("a revoked key, a wrong master key and a broken audit log hand out nothing", async () => {
  await withKey(async (kit) => {
    const { operations } = kit;
    const work = () => operations.keys.exportPrivate(reference);
    kit.useMasterKey(new Uint8Array(32).fill(9));
    await assertRefused(kit, "wrong_master_key", work);
    kit.useMasterKey(MASTER_KEY);
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    await assertRefused(kit, "key_revoked", work);
    assert.deepEqual(kit.takeEvents().map(({ type, reason }) => [type, reason]), [
      ["key.export_failed", "wrong_master_key"],
      ["key.signing.revoked", undefined],
      ["key.export_failed", "key_revoked"],
    ]);
  });
  await withKey(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.keys.exportPrivate(reference));
  });
});

Deno.test("a seed that is another key's is key_integrity: sealing ties it to no row", async () => {
  await withKey(async (kit) => {
    const { operations, sql } = kit;
    const other = await operations.keys.generate({ orgId: CHILD, name: "other", trust: false });
    sql(
      "UPDATE signing_keys SET encrypted_private_key = " +
        "(SELECT encrypted_private_key FROM signing_keys WHERE id = ?) WHERE key_name = 'key'",
      idBytes(other.id),
    );
    const error = await assertRefused(
      kit,
      "key_integrity",
      () => operations.keys.exportPrivate(reference),
    );
    assert.match(error.message, /its public key is not that of its private key$/);
  });
});
