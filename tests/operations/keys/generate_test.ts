import assert from "node:assert/strict";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { unseal } from "../../../src/crypto/sealing.ts";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import { assertRefused, CHILD, MASTER_KEY, ORG, PAGE, withKit } from "../kit.ts";

const request = { orgId: ORG, name: "release-key", trust: false } as const;

Deno.test("a generated key is stored with its seed sealed, and is not trusted by itself", async () => {
  await withKit(async ({ operations, store, takeEvents }) => {
    const key = await operations.keys.generate(request);
    const row = await store.signingKey(key.id);
    assert.ok(row !== null);
    assert.equal(row.sealedSeed.length, 60);
    const seed = await unseal(MASTER_KEY, row.sealedSeed);
    const { publicKey } = await ed25519Signer(seed!);
    assert.deepEqual(key, {
      id: row.id,
      orgId: ORG,
      name: "release-key",
      publicKey: { bytes: publicKey, fingerprint: fingerprintOf(publicKey) },
      createdAt: row.createdAt,
      revokedAt: null,
      fault: null,
    });
    const { fingerprint } = key.publicKey;
    assert.deepEqual(await store.trustedKeysOf([ORG], [fingerprint]), []);
    assert.deepEqual(takeEvents(), [{
      type: "key.signing.created",
      orgId: ORG,
      keyId: key.id,
      fingerprint,
      name: "release-key",
      reason: "generated",
    }]);
  });
});

Deno.test("with trust, the key is trusted under its name, in the same transaction", async () => {
  await withKit(async ({ operations, store, written }) => {
    const key = await operations.keys.generate({ ...request, trust: true });
    const { fingerprint, bytes } = key.publicKey;
    const [row] = await store.trustedKeysOf([ORG], [fingerprint]);
    assert.equal(row?.name, "release-key");
    assert.deepEqual(row?.publicKey, bytes);
    assert.equal(row?.revokedAt, null);
    assert.deepEqual(written.map((events) => events.map(({ type }) => type)), [
      ["key.signing.created", "key.trusted.added"],
    ]);
  });
});

Deno.test("two keys differ, also in what seals them", async () => {
  await withKit(async ({ operations, store }) => {
    const first = await operations.keys.generate(request);
    const second = await operations.keys.generate({ ...request, name: "other" });
    assert.notEqual(first.publicKey.fingerprint, second.publicKey.fingerprint);
    const rows = [await store.signingKey(first.id), await store.signingKey(second.id)];
    const nonces = rows.map((row) => row!.sealedSeed.subarray(0, 12).toHex());
    assert.equal(new Set(nonces).size, 2);
  });
});

Deno.test("a name that an organisation has used is duplicate_name, also a revoked key's, and not another organisation's", async () => {
  await withKit(async (kit) => {
    const { operations, takeEvents } = kit;
    const key = await operations.keys.generate(request);
    const reference = { text: key.id, orgId: null };
    await operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    takeEvents();
    await assertRefused(kit, "duplicate_name", () => operations.keys.generate(request));
    assert.deepEqual(takeEvents().slice(-1), [{
      type: "key.signing.create_failed",
      orgId: ORG,
      name: "release-key",
      reason: "duplicate_name",
    }]);
    const { total } = await operations.keys.list({
      orgId: CHILD,
      includeRevoked: true,
      page: PAGE,
    });
    assert.equal(total, 0);
    assert.equal((await operations.keys.generate({ ...request, orgId: CHILD })).orgId, CHILD);
  });
});

Deno.test("a bad name is invalid_request, and nobody asks for the master key", async () => {
  await withKit(async (kit) => {
    for (const name of ["", "two\nlines", "x".repeat(256)]) {
      const work = () => kit.operations.keys.generate({ ...request, name });
      await assertRefused(kit, "invalid_request", work);
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("where the audit log cannot be written, no key is made", async () => {
  await withKit(async (kit) => {
    kit.breakAudit();
    const work = () => kit.operations.keys.generate({ ...request, trust: true });
    const error = await assertRefused(kit, "io_failed", work);
    assert.match(error.hint!, /the audit log has no line of this failure/);
  });
});

Deno.test("another master key than the store's adds nothing", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.generate(request);
    kit.useMasterKey(new Uint8Array(32).fill(9));
    const work = () => kit.operations.keys.generate({ ...request, name: "second" });
    const error = await assertRefused(kit, "wrong_master_key", work);
    assert.doesNotMatch(error.message, /corrupt|damaged/);
    assert.deepEqual(kit.takeEvents().at(-1)?.reason, "wrong_master_key");
  });
});

Deno.test("a single damaged seed does not close a store for ever", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.generate(request);
    const newest = await kit.operations.keys.generate({ ...request, name: "newest" });
    kit.sql(
      "UPDATE signing_keys SET encrypted_private_key = zeroblob(60) WHERE key_name = 'newest'",
    );
    const next = await kit.operations.keys.generate({ ...request, name: "next" });
    assert.notEqual(next.id, newest.id);
  });
});

Deno.test("a master key that only the oldest keys are under is key_integrity", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.generate(request);
    for (let number = 0; number < 10; number++) {
      await kit.operations.keys.generate({ ...request, name: `newer-${number}` });
    }
    const damage =
      "UPDATE signing_keys SET encrypted_private_key = zeroblob(60) WHERE key_name LIKE ?";
    kit.sql(damage, "newer-%");
    const work = () => kit.operations.keys.generate({ ...request, name: "next" });
    const { message } = await assertRefused(kit, "key_integrity", work);
    assert.match(
      message,
      /^Cannot add the key "[^"]+": the master key opens the oldest keys of this store/,
    );
  });
});

Deno.test("a master key of zeros or of another length is invalid_key", async () => {
  await withKit(async (kit) => {
    for (const length of [0, 16, 31, 32, 33]) {
      kit.useMasterKey(new Uint8Array(length));
      await assertRefused(kit, "invalid_key", () => kit.operations.keys.generate(request));
    }
  });
});

Deno.test("seed and master key are wiped, whether it worked or not", async () => {
  await withKit(async ({ operations, secrets }) => {
    await operations.keys.generate(request);
    await assert.rejects(operations.keys.generate(request), { code: "duplicate_name" });
    const keys = secrets.filter(({ length }) => length === 32);
    assert.equal(keys.length, 4);
    assert.ok(keys.every((key) => key.every((byte) => byte === 0)));
  });
});

Deno.test("of eight that make a key of one name at once, one wins", async () => {
  await withKit(async ({ operations }) => {
    const attempts = Array.from({ length: 8 }, () => operations.keys.generate(request));
    const outcomes = await Promise.allSettled(attempts);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") assert.equal(outcome.reason.code, "duplicate_name");
    }
  });
});
