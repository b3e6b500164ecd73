import assert from "node:assert/strict";
import { fieldsOf } from "../../../src/domain/damaged.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { CHILD, ORG, signed, TEST_KEYS, testHash } from "../../operations/kit.ts";
import { later, NOON } from "../records.ts";
import {
  changesNothing,
  contents,
  type OpenedOperations,
  putKey,
  putSignature,
  putTrust,
  refuses,
  type RegisterTest,
  takeTypes,
} from "./opened_operations.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const good = await signed(key, hash);
const foreign = await signed(other, hash);

function removal({ packageHash, keyFingerprint }: PackageSignature) {
  const choice = { packageHash, keyFingerprint };
  return { orgId: null, choice, force: false, dryRun: false };
}

/** What blocks the package for ORG. */
async function blockedBy({ operations: { signatures } }: OpenedOperations) {
  const { items, total } = await signatures.blocking({ orgId: ORG, hashes: [hash, testHash(9)] });
  assert.equal(total, 2);
  assert.deepEqual(items[1], { packageHash: testHash(9), blockedBy: null });
  assert.equal(items[0]?.packageHash, hash);
  return items[0]!.blockedBy;
}

/** The first row of the package, in the order in which the engine reads them. */
async function first({ store }: OpenedOperations) {
  return (await store.signaturesOf(hash))[0]!;
}

/** Several signatures of one package, of which the engine reads the first. */
export function severalRowsContract(test: RegisterTest): void {
  test("signing again with the same key writes nothing, and returns what is stored", async (opened) => {
    await putKey(opened, key, { name: "key" });
    await putSignature(opened, good, ORG, NOON);
    await putSignature(opened, foreign, null, later(1000));
    const before = await contents(opened);
    const reference = { text: "key", orgId: ORG };
    const { sign } = opened.operations.package;
    opened.takeEvents();
    const { signatures } = await sign({ reference, hashes: [hash], store: true });
    assert.deepEqual(await contents(opened), before);
    assert.equal(signatures[0]?.signedAt, "2026-01-28T12:00:00Z");
    const told = opened.takeEvents().map(({ type, reason }) => [type, reason]);
    assert.deepEqual(told, [["package.signed", "stored already"]]);
    // A row of nobody becomes the organisation's, and so does one of another organisation.
    for (const orgId of [null, CHILD]) {
      await putSignature(opened, good, orgId, NOON);
      await sign({ reference, hashes: [hash], store: true });
      const rows = await opened.store.signaturesOf(hash);
      const own = rows.find(({ keyFingerprint }) => keyFingerprint === good.keyFingerprint);
      assert.equal(own?.orgId, ORG);
    }
  });

  test("importing what is stored writes nothing, and is not told", async (opened) => {
    await putTrust(opened, key);
    const { signatures } = opened.operations;
    await signatures.import({ orgId: ORG, signatures: [good] });
    opened.takeEvents();
    const again = { ...good, signedAt: "2026-02-01T00:00:00Z" };
    const [row] = await changesNothing(
      opened,
      () => signatures.import({ orgId: ORG, signatures: [again] }),
    );
    assert.deepEqual(row?.signedAt, new Date("2026-01-28T12:00:00Z"));
  });

  test("a first signature that does not pass is named, and why; one that passes is not", async (opened) => {
    assert.equal(await blockedBy(opened), null);
    await putSignature(opened, foreign, null, NOON);
    const { id } = await first(opened);
    const { keyFingerprint: signer } = foreign;
    const blocked = { id, signer, reason: "untrusted_signer" };
    assert.deepEqual(await changesNothing(opened, () => blockedBy(opened)), blocked);
    await putTrust(opened, key);
    await putSignature(opened, good, ORG, later(1));
    const { keyFingerprint } = await first(opened);
    assert.deepEqual(await blockedBy(opened), keyFingerprint === signer ? blocked : null);
    await putTrust(opened, other, { revokedAt: later(1) });
    if (keyFingerprint === signer) {
      assert.deepEqual(await blockedBy(opened), { ...blocked, reason: "key_revoked" });
    }
    await opened.operations.signatures.remove(removal(foreign));
    assert.equal(await blockedBy(opened), null);
  });

  test("a signature that does not hold is named as what the engine reads", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, { ...good, signature: new Uint8Array(64) });
    const { id } = await first(opened);
    const signer = key.publicKey.fingerprint;
    assert.deepEqual(await blockedBy(opened), { id, signer, reason: "invalid_signature" });
  });

  test("a signature is removed, and its line says so; a dry run removes nothing", async (opened) => {
    await putTrust(opened, key);
    await putSignature(opened, good);
    await putSignature(opened, foreign, null);
    const { remove } = opened.operations.signatures;
    const { id } = (await opened.store.signaturesOf(hash))
      .find(({ keyFingerprint }) => keyFingerprint === foreign.keyFingerprint)!;
    const planned = await changesNothing(
      opened,
      () => remove({ ...removal(foreign), dryRun: true }),
    );
    assert.deepEqual([fieldsOf(planned.signature).id, planned.lastFor], [id, []]);
    const removed = await remove(removal(foreign));
    assert.deepEqual([fieldsOf(removed.signature).id, removed.isDryRun], [id, false]);
    assert.deepEqual(opened.takeEvents(), [{
      type: "signature.removed",
      fingerprint: foreign.keyFingerprint,
      packageHash: hash,
    }]);
    const left = (await opened.store.signaturesOf(hash)).map((row) => row.keyFingerprint);
    assert.deepEqual(left, [good.keyFingerprint]);
    await refuses(opened, "signature_not_found", () => remove(removal(foreign)));
    const unknown = { ...removal(good), choice: { id: crypto.randomUUID() } };
    await refuses(opened, "signature_not_found", () => remove(unknown));
  });

  test("the last good signature of an organisation is removed by force alone", async (opened) => {
    const { signatures, orgs } = opened.operations;
    await putTrust(opened, key, { orgId: CHILD });
    await putTrust(opened, other, { orgId: CHILD });
    await putSignature(opened, good, CHILD);
    const last = () => refuses(opened, "last_signature", () => signatures.remove(removal(good)));
    assert.match((await last()).message, new RegExp(`the last good one of organisation ${CHILD}$`));
    // Who was granted trust loses it as well.
    await orgs.grantTrust({ parent: ORG, child: CHILD });
    const { message } = await last();
    assert.ok(message.includes(ORG) && message.includes(CHILD), message);
    const dry = await signatures.remove({ ...removal(good), dryRun: true });
    assert.deepEqual([...dry.lastFor].toSorted(), [ORG, CHILD]);
    // A bad one beside it does not help, and a good one does.
    await putSignature(opened, { ...foreign, signature: new Uint8Array(64) }, CHILD);
    await last();
    await putSignature(opened, foreign, CHILD);
    opened.takeEvents();
    await signatures.remove(removal(good));
    await refuses(opened, "last_signature", () => signatures.remove(removal(foreign)));
    const { lastFor } = await signatures.remove({ ...removal(foreign), force: true });
    assert.deepEqual([...lastFor].toSorted(), [ORG, CHILD]);
    const [plain, forced] = opened.takeEvents();
    assert.deepEqual([plain?.type, plain?.reason], ["signature.removed", undefined]);
    assert.match(forced?.reason ?? "", /^the last good signature of the package for /);
    assert.deepEqual(await opened.store.signaturesOf(hash), []);
  });

  test("with an organisation, only a signature that it stored is removed", async (opened) => {
    await putSignature(opened, foreign, CHILD);
    const { remove } = opened.operations.signatures;
    const others = () => remove({ ...removal(foreign), orgId: ORG });
    await refuses(opened, "signature_not_found", others);
    await remove({ ...removal(foreign), orgId: CHILD });
    assert.deepEqual(takeTypes(opened), ["signature.removed"]);
  });
}
