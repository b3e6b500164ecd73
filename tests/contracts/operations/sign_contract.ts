import assert from "node:assert/strict";
import { ed25519Verify } from "../../../src/crypto/ed25519.ts";
import { type PackageHash, packageHashBytes } from "../../../src/domain/package_hash.ts";
import { CHILD, ORG, TEST_KEYS, testHash } from "../../operations/kit.ts";
import {
  ALL,
  type OpenedOperations,
  putKey,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const reference = { text: "key", orgId: ORG } as const;
const hashes = [testHash(3), testHash(1), testHash(2)] as const;
const request = { reference, hashes, store: true } as const;

/** What the store has of a package: by whom, for whom, and the bytes. */
async function stored({ store }: OpenedOperations, hash: PackageHash) {
  const rows = await store.signaturesOf(hash);
  return rows.map(({ keyFingerprint, orgId, signature }) => ({ keyFingerprint, orgId, signature }));
}

function manyHashes(count: number): readonly PackageHash[] {
  return Array.from({ length: count }, (_, number) => {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint32(0, number * 0x9e3779b1);
    return bytes.toHex() as PackageHash;
  });
}

/** Signing with a key that stays where it is. */
export function signContract(test: RegisterTest): void {
  test("hashes are signed in their order, stored for the key's organisation, and told", async (opened) => {
    const { id } = await putKey(opened, key, { name: "key" });
    const outcome = await opened.operations.package.sign(request);
    assert.deepEqual(outcome.key, await opened.operations.keys.show(reference));
    assert.equal(outcome.key.id, id);
    assert.deepEqual(outcome.signatures.map(({ packageHash }) => packageHash), hashes);
    for (const { packageHash, keyFingerprint, signature, signedAt } of outcome.signatures) {
      const message = packageHashBytes(packageHash);
      assert.ok(await ed25519Verify(key.publicKey.bytes, message, signature));
      assert.equal(keyFingerprint, key.publicKey.fingerprint);
      const [row, ...others] = await opened.store.signaturesOf(packageHash);
      assert.deepEqual(others, []);
      assert.deepEqual([row?.orgId, row?.signature], [ORG, signature]);
      assert.deepEqual(row?.signedAt, new Date(signedAt));
    }
    assert.deepEqual(takeTypes(opened), ["package.signed", "package.signed", "package.signed"]);
  });

  test("a single hash is signed without being stored, and told all the same", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const single = { ...request, hashes: [hashes[0]], store: false };
    const { signatures } = await opened.operations.package.sign(single);
    assert.deepEqual(signatures.map(({ packageHash }) => packageHash), [hashes[0]]);
    assert.deepEqual(await stored(opened, hashes[0]), []);
    assert.deepEqual(takeTypes(opened), ["package.signed"]);
  });

  test("the same key and hash give the same signature, and one row", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const { sign } = opened.operations.package;
    const first = await sign(request);
    const again = await sign({ ...request, hashes: [hashes[0], hashes[0]] });
    for (const { signature } of again.signatures) {
      assert.deepEqual(signature, first.signatures[0]?.signature);
    }
    const { fingerprint: keyFingerprint } = key.publicKey;
    const { signature } = first.signatures[0]!;
    assert.deepEqual(await stored(opened, hashes[0]), [{ keyFingerprint, orgId: ORG, signature }]);
  });

  test("a thousand hashes are signed at once, in their order, and all of them stored", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const many = manyHashes(1000);
    const { signatures } = await opened.operations.package.sign({ ...request, hashes: many });
    assert.deepEqual(signatures.map(({ packageHash }) => packageHash), many);
    const rows = await opened.store.listSignatures({ orgId: ORG, fingerprint: null }, ALL);
    const bytes = new Map(rows.rows.map((row) => [row.packageHash, row.signature]));
    assert.equal(bytes.size, 1000);
    for (const { packageHash, signature } of signatures) {
      assert.deepEqual(bytes.get(packageHash), signature);
    }
    assert.deepEqual(takeTypes(opened), Array(1000).fill("package.signed"));
  });

  test("a second key's signature stands beside the first, of another organisation too", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await putKey(opened, other, { name: "key", orgId: CHILD });
    const { sign } = opened.operations.package;
    await sign(request);
    await sign({ ...request, reference: { text: "key", orgId: CHILD } });
    const signers = (await stored(opened, hashes[0])).map((row) => row.keyFingerprint).toSorted();
    const expected = [key.publicKey.fingerprint, other.publicKey.fingerprint].toSorted();
    assert.deepEqual(signers, expected);
  });

  test("a key that is revoked signs nothing, and one line tells of the failure", async (opened) => {
    await putKey(opened, key, { name: "key", revokedAt: new Date() });
    const { sign } = opened.operations.package;
    for (const store of [true, false]) {
      await refuses(opened, "key_revoked", () => sign({ ...request, store }));
      assert.deepEqual(takeTypes(opened), ["package.sign.failure"]);
    }
  });

  test("a key that is not there signs nothing", async (opened) => {
    await putKey(opened, key, { name: "key" });
    const references = [
      ...[{ text: "nobody", orgId: ORG }, { text: "key", orgId: CHILD }],
      ...[{ text: "key", orgId: null }, { text: crypto.randomUUID(), orgId: null }],
    ];
    for (const missing of references) {
      const work = () => opened.operations.package.sign({ ...request, reference: missing });
      await refuses(opened, "key_not_found", work);
    }
  });

  test("a row that lies, or whose seed is another's, signs nothing", async (opened) => {
    const { sealedSeed } = await putKey(opened, other, { name: "other" });
    await putKey(opened, key, { name: "swapped", sealedSeed });
    await putKey(opened, key, { name: "liar", fingerprint: other.publicKey.fingerprint });
    for (const text of ["swapped", "liar"]) {
      const lying = { ...request, reference: { text, orgId: ORG } };
      await refuses(opened, "key_integrity", () => opened.operations.package.sign(lying));
    }
  });
}
