import assert from "node:assert/strict";
import { MAX_SIGNERS } from "../../../src/domain/signature.ts";
import {
  CHILD,
  idBytes,
  ORG,
  putSignature,
  signed,
  TEST_KEYS,
  testHash,
  testKey,
  withKit,
} from "../kit.ts";

const [key, other] = TEST_KEYS;
const [ONE, TWO] = [key.publicKey.fingerprint, other.publicKey.fingerprint];

Deno.test("the signers of packages, in the order of the hashes, of all organisations or of one", async () => {
  await withKit(async (kit) => {
    putSignature(kit, await signed(key, testHash(1)), ORG);
    putSignature(kit, await signed(other, testHash(1)), CHILD);
    putSignature(kit, await signed(other, testHash(2)), null);
    const hashes = [testHash(3), testHash(2), testHash(1), testHash(2)];
    const of = async (orgId: typeof ORG | null) => {
      const { items, total } = await kit.operations.signatures.signers({ orgId, hashes });
      assert.equal(total, hashes.length);
      assert.deepEqual(items.map(({ packageHash }) => packageHash), hashes);
      return items.map(({ keyFingerprints }) => keyFingerprints.toSorted());
    };
    assert.deepEqual(await of(null), [[], [TWO], [ONE, TWO].toSorted(), [TWO]]);
    assert.deepEqual(await of(CHILD), [[], [], [TWO], []]);
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("of a package that many have signed only some are named", async () => {
  await withKit(async (kit) => {
    for (let index = 1; index <= MAX_SIGNERS + 2; index++) {
      putSignature(kit, await signed(await testKey(index), testHash(1)), ORG);
    }
    const request = { orgId: ORG, hashes: [testHash(1)] };
    const { items } = await kit.operations.signatures.signers(request);
    assert.equal(items[0]!.keyFingerprints.length, MAX_SIGNERS);
  });
});

Deno.test("a signer is named who comes after many of other organisations, and after damaged rows", async () => {
  await withKit(async (kit) => {
    for (let index = 1; index <= MAX_SIGNERS; index++) {
      putSignature(kit, await signed(await testKey(index), testHash(1)), ORG);
    }
    const last = await testKey(MAX_SIGNERS + 1);
    putSignature(kit, await signed(last, testHash(1)), CHILD);
    const of = async (orgId: typeof ORG | null) => {
      const request = { orgId, hashes: [testHash(1)] };
      const { items: [item] } = await kit.operations.signatures.signers(request);
      return item!.keyFingerprints;
    };
    const named = last.publicKey.fingerprint;
    assert.deepEqual(await of(CHILD), [named]);
    kit.sql(
      "UPDATE package_signatures SET key_fingerprint = 'x' || rowid WHERE org_id = ?",
      idBytes(ORG),
    );
    assert.deepEqual(await of(null), [named]);
  });
});
