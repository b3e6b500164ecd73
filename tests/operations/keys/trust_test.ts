import assert from "node:assert/strict";
import { SMALL_ORDER_ENCODINGS } from "../../../src/crypto/ed25519_points.ts";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import { assertRefused, ORG, PAGE, testKey, withKit } from "../kit.ts";

const { publicKey } = await testKey(1);
const { bytes, fingerprint } = publicKey;
const request = { orgId: ORG, publicKey, name: "vendor" } as const;

Deno.test("a key is trusted, and the audit log says so", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    const trusted = await operations.keys.trust(request);
    const [row] = await store.trustedKeysOf([ORG], [fingerprint]);
    assert.deepEqual(row?.publicKey, bytes);
    assert.deepEqual(trusted, {
      id: row?.id,
      publicKey,
      name: "vendor",
      trustedBy: ORG,
      trustedAt: row?.trustedAt,
      revokedAt: null,
      isTrusted: true,
      fault: null,
      wasTrusted: false,
      wasRevokedAt: null,
    });
    assert.deepEqual(takeEvents(), [
      { type: "key.trusted.added", orgId: ORG, fingerprint, name: "vendor" },
    ]);
  });
});

Deno.test("a key may be trusted without a name", async () => {
  await withKit(async ({ operations, takeEvents }) => {
    const { name } = await operations.keys.trust({ ...request, name: null });
    assert.equal(name, null);
    assert.deepEqual(takeEvents(), [{ type: "key.trusted.added", orgId: ORG, fingerprint }]);
  });
});

Deno.test("a key that is trusted already stays as it is, and nothing is written", async () => {
  await withKit(async ({ operations, contents, takeEvents }) => {
    const first = await operations.keys.trust(request);
    const before = contents();
    takeEvents();
    const again = await operations.keys.trust({ ...request, name: "renamed" });
    assert.deepEqual(again, { ...first, wasTrusted: true });
    assert.deepEqual(contents(), before);
    assert.deepEqual(takeEvents(), []);
  });
});

Deno.test("a key that was revoked is trusted again, in the row that it has", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    await operations.keys.trust(request);
    const [before] = await store.trustedKeysOf([ORG], [fingerprint]);
    const revoke = { orgId: ORG, fingerprintPrefix: fingerprint, dryRun: false };
    await operations.keys.trusted.revoke(revoke);
    takeEvents();
    const again = await operations.keys.trust({ ...request, name: "again" });
    const [after] = await store.trustedKeysOf([ORG], [fingerprint]);
    assert.equal(after?.id, before?.id);
    assert.deepEqual([after?.name, after?.revokedAt], ["again", null]);
    assert.deepEqual(after?.trustedAt, again.trustedAt);
    assert.deepEqual(takeEvents().map(({ type }) => type), ["key.trusted.added"]);
  });
});

Deno.test("a key of small order and a point that is none are invalid_key, with the right fingerprint or not", async () => {
  await withKit(async (kit) => {
    for (const hex of [...SMALL_ORDER_ENCODINGS, `02${"00".repeat(31)}`, "00"]) {
      const weak = Uint8Array.fromHex(hex);
      for (const claimed of [fingerprintOf(weak), fingerprint]) {
        const bad = { ...request, publicKey: { bytes: weak, fingerprint: claimed } };
        await assertRefused(kit, "invalid_key", () => kit.operations.keys.trust(bad));
      }
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("the fingerprint is computed, whatever comes with the key", async () => {
  await withKit(async ({ operations }) => {
    const other = (await testKey(2)).publicKey.fingerprint;
    const lying = { ...request, publicKey: { bytes, fingerprint: other } };
    assert.equal((await operations.keys.trust(lying)).publicKey.fingerprint, fingerprint);
    const { total } = await operations.keys.trusted.list({
      orgId: ORG,
      includeRevoked: true,
      page: PAGE,
    });
    assert.equal(total, 1);
  });
});

Deno.test("a bad name, a row that lies and a broken audit log change nothing", async () => {
  await withKit(async (kit) => {
    const trust = (name: string) => () => kit.operations.keys.trust({ ...request, name });
    await assertRefused(kit, "invalid_request", trust("\x1b[2J"));
    await kit.operations.keys.trust(request);
    kit.sql("UPDATE trusted_keys SET public_key = zeroblob(32), revoked_at = trusted_at");
    await assertRefused(kit, "key_integrity", trust("vendor"));
  });
  await withKit(async (kit) => {
    kit.breakAudit();
    await assertRefused(kit, "io_failed", () => kit.operations.keys.trust(request));
  });
});
