import assert from "node:assert/strict";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { toEnvelope } from "../../../src/formats/statement/envelope.ts";
import { SIGNATURES } from "../../../src/contract/signatures.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { CHILD, ORG, PAGE, signed, testHash, testKey } from "../../operations/kit.ts";
import { assertFails, json, withHostile } from "../hostile_server.ts";

const KEY = await testKey(1);
const [FIRST, SECOND] = [await signed(KEY, testHash(1)), await signed(KEY, testHash(2))];

function stored(
  { packageHash, keyFingerprint, signature, signedAt, statement }: PackageSignature,
) {
  return {
    ...(statement && { statement: toEnvelope(statement) }),
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

const STATED = await claiming("pkg");
const OTHERWISE = await claiming("other");

/** The first signature, with a claim. */
async function claiming(name: string): Promise<PackageSignature> {
  const terms = { claims: { name }, expires: null, predicate: null };
  return await signStating(KEY.signer, { hash: FIRST.packageHash, terms }, () => new Date(0));
}

Deno.test("a server that was to store a statement and says that it stored another, or none, is not believed", async () => {
  for (const [sent, told] of [[STATED, OTHERWISE], [STATED, FIRST]] as const) {
    await withHostile(() => json({ items: [stored(told)], total: 1 }, 201), async ({ client }) => {
      const work = client.signatures.import({ orgId: ORG, signatures: [sent] });
      await assertFails("store_unavailable", 2, work);
    });
  }
});

Deno.test("a signature that states nothing may have been stored with a statement, and the last of several counts", async () => {
  const [one, other] = [stored(STATED), stored(OTHERWISE)];
  for (
    const [sent, items] of [
      [[FIRST], [one]],
      [[OTHERWISE, FIRST, STATED], [one, one, one]],
      [[STATED, OTHERWISE], [other, other]],
    ] as const
  ) {
    const answer = { items, total: items.length };
    await withHostile(() => json(answer, 201), async ({ client }) => {
      const rows = await client.signatures.import({ orgId: ORG, signatures: sent });
      assert.equal(rows.length, sent.length);
    });
  }
});

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

const PROVENANCE = {
  type: "https://slsa.dev/provenance/v1",
  json: JSON.stringify({ a: "x".repeat(24 * 1024) }),
};
const TERMS = { claims: {}, expires: null, predicate: PROVENANCE };

Deno.test("signatures that are too long together are refused before anything is sent, and those that fit are sent", async () => {
  const long = await signStating(
    KEY.signer,
    { hash: testHash(3), terms: TERMS },
    () => new Date(0),
  );
  const { maxBytes } = SIGNATURES.import;
  await withHostile(() => json({ items: [], total: 0 }, 201), async ({ client, seen }) => {
    const store = (signatures: readonly PackageSignature[]) =>
      client.signatures.import({ orgId: ORG, signatures });
    const many = Array.from({ length: 63 }, () => long);
    const { message, hint } = await assertFails("invalid_request", 1, store(many));
    assert.equal(
      message,
      "Cannot store 63 signatures together: a server takes 62 at a time with statements this long",
    );
    assert.equal(hint, "do it in several calls");
    const mixed = [...many.slice(1), ...Array.from({ length: 100 }, () => FIRST)];
    const { message: ofMixed } = await assertFails("invalid_request", 1, store(mixed));
    assert.match(ofMixed, /^Cannot store 162 signatures together: a server takes 62 at a time/);
    assert.equal(seen.length, 0);
    await assertFails("store_unavailable", 2, store(many.slice(1)));
    const [sent] = seen;
    const length = sent!.body.length;
    assert.ok(length <= maxBytes && length + length / 62 > maxBytes, `${length} bytes`);
  });
});
