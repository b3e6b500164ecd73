import assert from "node:assert/strict";
import { CHILD, ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { assertShown } from "./assert_shown.ts";
import {
  changesNothing,
  type OpenedOperations,
  putKey,
  putSignature,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [own, other] = TEST_KEYS;
const reference = { text: "key", orgId: ORG } as const;
const forSigning = { reference, andTrust: false, dryRun: false } as const;
const altogether = { reference, andTrust: true, dryRun: false } as const;

/** A trusted key that has signed two packages, one of which another trusted key has signed too. */
async function prepare(opened: OpenedOperations): Promise<void> {
  await putKey(opened, own, { name: "key" });
  await putTrust(opened, own, { name: "key" });
  await putTrust(opened, other, { name: "other" });
  for (const number of [1, 2]) await putSignature(opened, await signed(own, testHash(number)));
  await putSignature(opened, await signed(other, testHash(2)));
}

async function verifies({ operations }: OpenedOperations, number: number): Promise<string> {
  const request = { orgId: ORG, name: "pkg.so", hash: testHash(number), signature: null };
  const verdict = operations.package.verify(request);
  return await verdict.then(({ key }) => `by ${key.name}`, ({ code }) => code);
}

/** Revoking signing keys, with their trust or without. */
export function keyRevocationContract(test: RegisterTest): void {
  test("a key that is revoked for signing stays trusted, and what it signed good", async (opened) => {
    await prepare(opened);
    const { keys } = opened.operations;
    const outcome = await keys.revoke(forSigning);
    assertShown(outcome.key, await keys.show(reference));
    assert.ok(outcome.key.revokedAt instanceof Date);
    assert.equal(outcome.isStillTrusted, true);
    assertShown(outcome.stillTrustedBy, []);
    assertShown(outcome.impact, { signatures: [], isCutOff: false });
    assertShown(takeTypes(opened), ["key.signing.revoked"]);
    assert.equal(await verifies(opened, 1), "by key");
  });

  test("with its trust, what it signed stops verifying, and the impact says which", async (opened) => {
    await prepare(opened);
    const { isStillTrusted, impact } = await opened.operations.keys.revoke(altogether);
    assert.equal(isStillTrusted, false);
    assert.equal(impact.isCutOff, false);
    const keeps = impact.signatures.map((one) => [one.packageHash, one.keepsAnother]);
    assertShown(keeps.toSorted(), [[testHash(1), false], [testHash(2), true]]);
    assertShown(takeTypes(opened), ["key.signing.revoked", "key.trusted.revoked"]);
    assert.equal(await verifies(opened, 1), "key_revoked");
    assert.equal(await verifies(opened, 2), "by other");
  });

  test("a dry run says the same as the real one, and changes nothing", async (opened) => {
    await prepare(opened);
    const { keys } = opened.operations;
    const dry = await changesNothing(opened, () => keys.revoke({ ...altogether, dryRun: true }));
    assert.equal(dry.key.revokedAt, null);
    const real = await keys.revoke(altogether);
    assertShown([dry.isDryRun, real.isDryRun], [true, false]);
    assertShown({ ...dry, key: null }, { ...real, key: null, isDryRun: true });
  });

  test("trust may be revoked after the key, and then nothing is left", async (opened) => {
    await prepare(opened);
    const { keys } = opened.operations;
    await keys.revoke(forSigning);
    await refuses(opened, "key_revoked", () => keys.revoke(forSigning));
    assert.equal((await keys.revoke(altogether)).isStillTrusted, false);
    assert.equal(await verifies(opened, 1), "key_revoked");
    await refuses(opened, "key_revoked", () => keys.revoke(altogether));
    await refuses(opened, "key_revoked", () => keys.revoke({ ...altogether, dryRun: true }));
  });

  test("an organisation that was granted trust and still trusts the key is named", async (opened) => {
    await prepare(opened);
    await putTrust(opened, own, { orgId: CHILD });
    await opened.operations.orgs.grantTrust({ parent: ORG, child: CHILD });
    const outcome = await opened.operations.keys.revoke(altogether);
    assertShown(outcome.stillTrustedBy, [CHILD]);
    assert.equal(outcome.isStillTrusted, false);
  });

  test("a key that is not there is not revoked", async (opened) => {
    const { keys } = opened.operations;
    await refuses(opened, "key_not_found", () => keys.revoke(altogether));
    await prepare(opened);
    const elsewhere = { ...altogether, reference: { text: "key", orgId: CHILD } };
    await refuses(opened, "key_not_found", () => keys.revoke(elsewhere));
  });

  test("a row that lies is revoked for signing, and the trust in another key is left", async (opened) => {
    await putKey(opened, own, { name: "key", fingerprint: other.publicKey.fingerprint });
    await putTrust(opened, other);
    const { keys } = opened.operations;
    await refuses(opened, "key_integrity", () => keys.revoke(altogether));
    const { key } = await keys.revoke(forSigning);
    assert.equal(key.fault, "its fingerprint is not that of its public key");
    assert.ok(key.revokedAt instanceof Date);
  });
}
