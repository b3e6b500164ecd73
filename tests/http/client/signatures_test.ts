import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { CHILD, ORG, PAGE, signed, testHash, testKey } from "../../operations/kit.ts";
import { assertFails, json, withHostile } from "../hostile_server.ts";

const KEY = await testKey(1);
const [FIRST, SECOND] = [await signed(KEY, testHash(1)), await signed(KEY, testHash(2))];

function stored({ packageHash, keyFingerprint, signature, signedAt }: PackageSignature) {
  return {
    signature_id: "1",
    package_hash: packageHash,
    key_fingerprint: keyFingerprint,
    signature: signature.toBase64(),
    signed_at: signedAt,
    org_id: ORG,
    fault: null,
    status: "stored",
  };
}

const OTHERS: readonly (readonly [what: string, items: readonly unknown[]])[] = [
  ["none", []],
  ["one of two", [stored(FIRST)]],
  ["one more", [stored(FIRST), stored(SECOND), stored(SECOND)]],
  ["them in another order", [stored(SECOND), stored(FIRST)]],
  ["one of another organisation", [stored(FIRST), { ...stored(SECOND), org_id: CHILD }]],
  ["another signature of one", [stored(FIRST), {
    ...stored(SECOND),
    signature: stored(FIRST).signature,
  }]],
  ["one by another key", [stored(FIRST), { ...stored(SECOND), key_fingerprint: "a".repeat(64) }]],
];

for (const [what, items] of OTHERS) {
  Deno.test(`a server that was to store two signatures and says that it stored ${what} is not believed`, async () => {
    await withHostile(() => json({ items, total: items.length }, 201), async ({ client }) => {
      const work = client.signatures.import({ orgId: ORG, signatures: [FIRST, SECOND] });
      assert.equal(
        (await assertFails("store_unavailable", 2, work)).message,
        "Cannot store the signatures: the server says that it stored others",
      );
    });
  });
}

Deno.test("a list of one package's signatures holds no other's", async () => {
  const answer = { items: [stored(FIRST), stored(SECOND)], total: 2 };
  await withHostile(() => json(answer), async ({ client }) => {
    const list = (hash: PackageSignature["packageHash"] | null) =>
      client.signatures.list({ orgId: ORG, hash, page: PAGE });
    assert.equal((await list(null)).items.length, 2);
    const { packageHash } = FIRST;
    assert.equal(
      (await assertFails("store_unavailable", 2, list(packageHash))).message,
      `Cannot list the signatures of ${packageHash}: the server sent some of another package`,
    );
  });
  const other = { items: [{ ...stored(FIRST), org_id: CHILD }], total: 1 };
  await withHostile(() => json(other), async ({ client }) => {
    const list = client.signatures.list({ orgId: ORG, hash: null, page: PAGE });
    assert.equal(
      (await assertFails("store_unavailable", 2, list)).message,
      "Cannot list the signatures: the server sent some of another organisation",
    );
  });
});

Deno.test("more than 1,000 signatures to store are refused before anything is sent", async () => {
  await withHostile(() => json({ items: [], total: 0 }), async ({ client, seen }) => {
    const signatures = Array.from({ length: 1001 }, () => FIRST);
    const work = client.signatures.import({ orgId: ORG, signatures });
    assert.equal(
      (await assertFails("invalid_request", 1, work)).message,
      "Cannot store 1001 signatures together: a server takes 1000 at a time",
    );
    assert.deepEqual(seen, []);
  });
});

const SIGNERS = (hash: number) => ({ package_hash: testHash(hash), key_fingerprints: [] });

for (
  const [what, items] of [
    ["none", []],
    ["one of two", [SIGNERS(1)]],
    ["them in another order", [SIGNERS(2), SIGNERS(1)]],
    ["one more", [SIGNERS(1), SIGNERS(2), SIGNERS(3)]],
  ] as const
) {
  Deno.test(`a server that was asked who signed two packages and tells of ${what} is not believed`, async () => {
    await withHostile(() => json({ items, total: items.length }), async ({ client }) => {
      const work = client.signatures.signers({ orgId: ORG, hashes: [testHash(1), testHash(2)] });
      assert.equal(
        (await assertFails("store_unavailable", 2, work)).message,
        "Cannot list the signers of packages: the server sent those of others",
      );
    });
  });
}
