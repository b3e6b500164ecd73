import assert from "node:assert/strict";
import {
  CHILD,
  idBytes,
  type Kit,
  ORG,
  putSignature,
  seenBy,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

const [key] = TEST_KEYS;
const hash = testHash(1);
const signature = await signed(key, hash);
const request = { orgId: ORG, hashes: [hash] } as const;

async function blockedBy({ signatures }: Kit["operations"]) {
  const { items: [item] } = await signatures.blocking(request);
  return item!.blockedBy;
}

Deno.test("who sees one organisation is told what blocks a package only where it stored that itself", async () => {
  for (const orgId of [CHILD, null]) {
    await withKit(async (kit) => {
      putSignature(kit, signature, orgId);
      assert.equal((await blockedBy(kit.operations))?.reason, "untrusted_signer");
      assert.equal(await blockedBy(seenBy(kit, ORG)), null);
      kit.sql("UPDATE package_signatures SET org_id = ?", idBytes(ORG));
      assert.equal((await blockedBy(seenBy(kit, ORG)))?.reason, "untrusted_signer");
    });
  }
});

Deno.test("a first signature whose row is damaged blocks the package, with what could be read of it", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.trust({ orgId: ORG, publicKey: key.publicKey, name: null });
    putSignature(kit, signature);
    assert.equal(await blockedBy(kit.operations), null);
    const [{ id }] = kit.sql(
      "UPDATE package_signatures SET signature = zeroblob(63) RETURNING lower(hex(id)) AS id",
    ) as [{ readonly id: string }];
    const found = await blockedBy(kit.operations);
    assert.equal(found?.id?.replaceAll("-", ""), id);
    assert.equal(found.signer, key.publicKey.fingerprint);
    assert.equal(found.reason, "malformed_signature");
  });
});
