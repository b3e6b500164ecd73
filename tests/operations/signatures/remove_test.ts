import assert from "node:assert/strict";
import { localOperations } from "../../../src/operations/local.ts";
import {
  assertRefused,
  CHILD,
  GRANDCHILD,
  localParts,
  ORG,
  putSignature,
  seenBy,
  signed,
  TEST_KEYS,
  testHash,
  withKit,
} from "../kit.ts";
import { STORE_PLACES } from "../store_places.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const signatures = [await signed(key, hash), await signed(other, hash)];

function removal({ publicKey: { fingerprint } }: typeof key, force = false) {
  const choice = { packageHash: hash, keyFingerprint: fingerprint };
  return { orgId: ORG, choice, force, dryRun: false };
}

for (const [name, withPlace] of Object.entries(STORE_PLACES)) {
  Deno.test(`${name}: of two who remove the last two good signatures at once, one is refused`, async () => {
    await withPlace(async ({ open }) => {
      const [first, second] = [await open(), await open()];
      const quiet = localOperations(localParts(second));
      for (const { publicKey } of [key, other]) {
        await quiet.keys.trust({ orgId: ORG, publicKey, name: null });
      }
      await quiet.signatures.import({ orgId: ORG, signatures });
      let later: Promise<unknown> = Promise.resolve();
      // The first has decided and not committed when the second begins.
      const audit = async () => {
        later = quiet.signatures.remove(removal(other)).catch((error) => error);
        for (let turn = 0; turn < 50; turn++) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      };
      await localOperations(localParts(first, audit)).signatures.remove(removal(key));
      assert.equal((await later as { readonly code?: string }).code, "last_signature");
      const left = await second.signaturesOf(hash);
      assert.deepEqual(left.map((row) => row.keyFingerprint), [other.publicKey.fingerprint]);
    });
  });
}

Deno.test("who sees one organisation does not remove what another needs, nor learns which", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.trust({ orgId: CHILD, publicKey: key.publicKey, name: null });
    await kit.operations.orgs.grantTrust({ parent: GRANDCHILD, child: CHILD });
    putSignature(kit, signatures[0]!);
    const { remove } = seenBy(kit, ORG).signatures;
    const { message } = await assertRefused(kit, "last_signature", () => remove(removal(key)));
    assert.match(message, /: an organisation that trusts its signer has no other good one$/);
    const { lastFor, isLast } = await remove({ ...removal(key), dryRun: true });
    assert.deepEqual([lastFor, isLast], [[], true]);
    kit.takeEvents();
    assert.deepEqual((await remove(removal(key, true))).lastFor, []);
    assert.ok(kit.takeEvents()[0]?.reason?.includes(CHILD));
  });
});

Deno.test("who sees one organisation is told that it needs the signature, and of no other", async () => {
  await withKit(async (kit) => {
    for (const orgId of [ORG, CHILD]) {
      await kit.operations.keys.trust({ orgId, publicKey: key.publicKey, name: null });
    }
    putSignature(kit, signatures[0]!);
    const { remove } = seenBy(kit, ORG).signatures;
    const { message } = await assertRefused(kit, "last_signature", () => remove(removal(key)));
    assert.match(message, new RegExp(`: it is the last good one of organisation ${ORG}$`));
    assert.deepEqual((await remove({ ...removal(key), dryRun: true })).lastFor, [ORG]);
  });
});
