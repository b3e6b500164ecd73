import assert from "node:assert/strict";
import {
  CHILD,
  type Kit,
  ORG,
  putSignature,
  seenBy,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const request = {
  orgId: ORG,
  fingerprintPrefix: key.publicKey.fingerprint,
  dryRun: true,
} as const;

/** Two trusted keys, and three packages that the first has signed: for the organisation, for another and for none. */
async function withHistory(body: (kit: Kit) => Promise<void>): Promise<void> {
  await withKit(async (kit) => {
    const { keys } = kit.operations;
    await keys.trust({ orgId: ORG, publicKey: key.publicKey, name: null });
    await keys.trust({ orgId: ORG, publicKey: other.publicKey, name: null });
    putSignature(kit, await signed(key, testHash(1)), ORG);
    putSignature(kit, await signed(key, testHash(2)), CHILD);
    putSignature(kit, await signed(key, testHash(3)), null);
    await body(kit);
  });
}

Deno.test("who sees all organisations is told of the signatures of all", async () => {
  await withHistory(async ({ operations }) => {
    const { impact } = await operations.keys.trusted.revoke(request);
    const hashes = impact.signatures.map(({ packageHash }) => packageHash);
    assert.deepEqual(hashes.toSorted(), [testHash(1), testHash(2), testHash(3)]);
  });
});

Deno.test("who has one organisation in view is told of its signatures alone", async () => {
  await withHistory(async (kit) => {
    const signatures = [{ packageHash: testHash(1), keepsAnother: false, isFirst: true }];
    const { impact } = await seenBy(kit, ORG).keys.trusted.revoke(request);
    assert.deepEqual(impact, { signatures, isCutOff: false });
  });
});

Deno.test("the same is told where a signing key is revoked with its trust", async () => {
  await withKit(async (kit) => {
    const { operations } = kit;
    await operations.keys.import({ orgId: ORG, name: "key", seed: key.seed, trust: true });
    putSignature(kit, await signed(key, testHash(1)), ORG);
    putSignature(kit, await signed(key, testHash(2)), CHILD);
    const revoke = { reference: { text: "key", orgId: ORG }, andTrust: true, dryRun: true };
    const { impact } = await seenBy(kit, ORG).keys.revoke(revoke);
    const hashes = impact.signatures.map(({ packageHash }) => packageHash);
    assert.deepEqual(hashes, [testHash(1)]);
    assert.equal((await operations.keys.revoke(revoke)).impact.signatures.length, 2);
  });
});

Deno.test("another organisation's signature keeps a package good where its signer is trusted", async () => {
  await withHistory(async (kit) => {
    putSignature(kit, await signed(other, testHash(1)), CHILD);
    const { impact } = await seenBy(kit, ORG).keys.trusted.revoke(request);
    const expected = [{ packageHash: testHash(1), keepsAnother: true, isFirst: true }];
    assert.deepEqual(impact.signatures, expected);
  });
});

Deno.test("a signature behind another one, a damaged one too, is not the one that the engine reads", async () => {
  await withKit(async (kit) => {
    const { keys } = kit.operations;
    for (const { publicKey } of [key, other]) {
      await keys.trust({ orgId: ORG, publicKey, name: null });
    }
    // The store meets the rows of a package in this order.
    const [first, second] = key.publicKey.fingerprint < other.publicKey.fingerprint
      ? [key, other]
      : [other, key];
    putSignature(kit, await signed(first, testHash(1)), ORG);
    putSignature(kit, await signed(second, testHash(1)), ORG);
    putSignature(kit, { ...await signed(first, testHash(2)), signature: new Uint8Array(63) }, ORG);
    putSignature(kit, await signed(second, testHash(2)), ORG);
    const impactOf = async ({ publicKey: { fingerprint } }: typeof key) => {
      const revocation = { ...request, fingerprintPrefix: fingerprint };
      const { impact } = await keys.trusted.revoke(revocation);
      return impact.signatures.map(({ packageHash, isFirst }) => [packageHash, isFirst]);
    };
    assert.deepEqual(await impactOf(first), [[testHash(1), true]]);
    const behind = await impactOf(second);
    assert.deepEqual(behind.toSorted(), [[testHash(1), false], [testHash(2), false]]);
  });
});
