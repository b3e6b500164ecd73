import assert from "node:assert/strict";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import { CHILD, ORG, PAGE, signed, TEST_KEYS, testHash, testKey } from "../../operations/kit.ts";
import { later } from "../records.ts";
import { assertShown } from "./assert_shown.ts";
import {
  putKey,
  putSignature,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const first = await signed(key, testHash(1));
const second = await signed(key, testHash(2));
const every = { orgId: null, hash: null, page: PAGE } as const;

/** Signatures that were made elsewhere, and what is stored. */
export function signatureContract(test: RegisterTest): void {
  test("signatures of trusted keys are stored for who imports them, in order, and told", async (opened) => {
    await putTrust(opened, key);
    const { operations: { signatures }, store } = opened;
    const rows = await signatures.import({ orgId: ORG, signatures: [second, first] });
    const expected = [second, first].map((signature, index) => ({
      id: rows[index]?.id,
      packageHash: signature.packageHash,
      keyFingerprint: key.publicKey.fingerprint,
      signature: signature.signature,
      signedAt: new Date("2026-01-28T12:00:00Z"),
      orgId: ORG,
    }));
    assertShown(rows, expected);
    assertShown(await store.signaturesOf(testHash(2)), [rows[0]]);
    assertShown(await store.signaturesOf(testHash(1)), [rows[1]]);
    assertShown(takeTypes(opened), ["signature.imported", "signature.imported"]);
  });

  test("the time that a file claims is stored", async (opened) => {
    await putTrust(opened, key);
    const { signatures } = opened.operations;
    const times = [
      ["2026-01-28T14:00:00.123456789+02:00", "2026-01-28T12:00:00.123Z"],
      ["9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999Z"],
      ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ] as const;
    for (const [at, [signedAt, expected]] of times.entries()) {
      const signature = { ...await signed(key, testHash(10 + at)), signedAt };
      const [row] = await signatures.import({ orgId: ORG, signatures: [signature] });
      assertShown(row?.signedAt, new Date(expected));
      const listed = await signatures.list({ ...every, hash: testHash(10 + at) });
      assertShown(listed, { items: [row], total: 1 });
    }
  });

  test("a signature that is imported again keeps its row as it is", async (opened) => {
    await putTrust(opened, key);
    const { operations: { signatures }, store } = opened;
    await signatures.import({ orgId: ORG, signatures: [first] });
    const [before] = await store.signaturesOf(testHash(1));
    const again = { ...first, signedAt: "2026-02-01T00:00:00Z" };
    await signatures.import({ orgId: ORG, signatures: [again] });
    assertShown(await store.signaturesOf(testHash(1)), [before]);
  });

  test("a row of the engine's becomes that of who imports its signature", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, first, null);
    const [before] = await opened.store.signaturesOf(testHash(1));
    const request = { orgId: ORG, signatures: [first] };
    const [row] = await opened.operations.signatures.import(request);
    assertShown([row?.id, row?.orgId], [before?.id, ORG]);
  });

  test("another organisation's signature is not imported, nor what is with it", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, key, { orgId: CHILD });
    const { operations: { signatures }, store } = opened;
    const [row] = await signatures.import({ orgId: ORG, signatures: [first] });
    takeTypes(opened);
    const again = { ...first, signedAt: "2026-02-01T00:00:00Z" };
    for (const batch of [[again], [second, again], [again, second]]) {
      const request = { orgId: CHILD, signatures: batch };
      const error = await refuses(opened, "signature_exists", () => signatures.import(request));
      assert.equal(
        error.message,
        `Cannot store the signature of ${testHash(1)} by ${key.publicKey.fingerprint}: ` +
          "another organisation has stored it already",
      );
      assertShown(takeTypes(opened), []);
    }
    assertShown(await signatures.list({ ...every, orgId: ORG }), { items: [row], total: 1 });
    assertShown(await store.signaturesOf(testHash(2)), []);
  });

  test("who signed packages is told in one call, in the order of the hashes", async (opened) => {
    await putSignature(opened, first, ORG);
    const hashes = [testHash(2), testHash(1)];
    const of = (orgId: typeof ORG | null) =>
      opened.operations.signatures.signers({ orgId, hashes });
    const [none, one] = hashes.map((packageHash) => ({ packageHash, keyFingerprints: [] }));
    const signed = { ...one!, keyFingerprints: [key.publicKey.fingerprint] };
    assertShown(await of(null), { items: [none, signed], total: 2 });
    assertShown(await of(CHILD), { items: [none, one], total: 2 });
    assertShown(takeTypes(opened), []);
  });

  test("who does not trust its signer is not told that another organisation has a signature", async (opened) => {
    await putSignature(opened, first, ORG);
    const request = { orgId: CHILD, signatures: [first] };
    await refuses(opened, "untrusted_signer", () => opened.operations.signatures.import(request));
  });

  test("who signs with its own key has the signature that another organisation imported", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await putTrust(opened, key, { orgId: CHILD });
    const { operations: { signatures, package: packages }, store } = opened;
    const request = { orgId: CHILD, signatures: [first] };
    const [before] = await signatures.import(request);
    const reference = { text: "key", orgId: ORG };
    await packages.sign({ reference, hashes: [testHash(1)], store: true });
    const [after, ...others] = await store.signaturesOf(testHash(1));
    assertShown(others, []);
    assertShown([after?.id, after?.orgId], [before?.id, ORG]);
    await refuses(opened, "signature_exists", () => signatures.import(request));
  });

  test("of two organisations that import the same at once one has all of it", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, key, { orgId: CHILD });
    const { operations: { signatures }, store } = opened;
    const orgIds = [ORG, CHILD];
    const outcomes = await Promise.allSettled(
      orgIds.map((orgId) => signatures.import({ orgId, signatures: [first, second] })),
    );
    const winners = orgIds.filter((_, at) => outcomes[at]?.status === "fulfilled");
    const codes = outcomes.flatMap((one) => one.status === "rejected" ? [one.reason.code] : []);
    assertShown(codes, ["signature_exists"]);
    const rows = [testHash(1), testHash(2)].map((hash) => store.signaturesOf(hash));
    const owners = (await Promise.all(rows)).flat().map(({ orgId }) => orgId);
    assertShown(owners, [winners[0], winners[0]]);
  });

  test("one signature that does not pass keeps all of them out", async (opened) => {
    await putTrust(opened, key);
    await putTrust(opened, other, { revokedAt: later(1) });
    const bad = [
      ["untrusted_signer", await signed(await testKey(3), testHash(3))],
      ["key_revoked", await signed(other, testHash(3))],
      ["invalid_signature", { ...second, packageHash: testHash(3) }],
    ] as const;
    for (const [code, signature] of bad) {
      const request = { orgId: ORG, signatures: [first, signature] };
      await refuses(opened, code, () => opened.operations.signatures.import(request));
      assertShown(takeTypes(opened), ["verification.failure"]);
    }
  });

  test("signatures are listed of an organisation, of a package, of both or all", async (opened) => {
    await putSignature(opened, first, ORG, later(1));
    await putSignature(opened, second, CHILD, later(2));
    await putSignature(opened, await signed(other, testHash(1)), null, later(3));
    const listed = async (filter: Partial<{ orgId: typeof ORG; hash: PackageHash }>) => {
      const request = { ...every, ...filter };
      const { items, total } = await opened.operations.signatures.list(request);
      assert.equal(total, items.length);
      return items.map(({ packageHash, orgId, signedAt }) => [packageHash, orgId, signedAt]);
    };
    const [one, two, three] = [
      [testHash(1), ORG, later(1)],
      [testHash(2), CHILD, later(2)],
      [testHash(1), null, later(3)],
    ];
    assertShown(await listed({}), [one, two, three]);
    assertShown(await listed({ orgId: ORG }), [one]);
    assertShown(await listed({ hash: testHash(1) }), [one, three]);
    assertShown(await listed({ orgId: ORG, hash: testHash(1) }), [one]);
    assertShown(await listed({ orgId: CHILD, hash: testHash(1) }), []);
    assertShown(await listed({ hash: testHash(9) }), []);
  });

  test("signatures are listed oldest first, in pages, with how many there are", async (opened) => {
    for (const number of [3, 1, 4, 0, 2]) {
      await putSignature(opened, await signed(key, testHash(number)), ORG, later(number));
    }
    for (const [offset, limit] of [[0, 2], [2, 2], [4, 2], [5, 2]] as const) {
      const request = { ...every, page: { limit, offset } };
      const { items, total } = await opened.operations.signatures.list(request);
      const hashes = [0, 1, 2, 3, 4].map(testHash).slice(offset, offset + limit);
      assertShown(items.map(({ packageHash }) => packageHash), hashes);
      assert.equal(total, 5);
    }
  });
}
