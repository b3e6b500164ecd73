import assert from "node:assert/strict";
import { fieldsOf } from "../../src/domain/damaged.ts";
import type { KeyId } from "../../src/domain/ids.ts";
import type { Operations } from "../../src/operations/operations.ts";
import { restrictedOperations } from "../../src/operations/restricted.ts";
import { assertRefused, CHILD, type Kit, ORG, PAGE, seenBy, testHash, withKit } from "./kit.ts";

const forOwn = { orgId: ORG, keyIds: null } as const;

async function addKey({ operations }: Kit, orgId: typeof ORG, name: string) {
  return await operations.keys.generate({ orgId, name, trust: true });
}

function signing(text: string) {
  return { reference: { text, orgId: null }, hashes: [testHash(1)], store: true };
}

Deno.test("a key of another organisation is refused in the same words as one that is nowhere", async () => {
  await withKit(async (kit) => {
    const { id } = await addKey(kit, CHILD, "theirs");
    const operations = restrictedOperations(kit.operations, forOwn);
    const works: ((text: string) => Promise<unknown>)[] = [
      (text) => operations.keys.show({ text, orgId: null }),
      (text) => operations.keys.exportPrivate({ text, orgId: null }),
      (text) => operations.keys.rotate({ reference: { text, orgId: null }, name: "next" }),
      (text) =>
        operations.keys.revoke({ reference: { text, orgId: null }, andTrust: true, dryRun: false }),
      (text) => operations.package.sign(signing(text)),
    ];
    for (const work of works) {
      const theirs = await assertRefused(kit, "key_not_found", () => work(id));
      const nowhere = crypto.randomUUID();
      const missing = await assertRefused(kit, "key_not_found", () => work(nowhere));
      assert.equal(theirs.message.replace(id, nowhere), missing.message);
      assert.equal(theirs.hint, missing.hint);
    }
  });
});

Deno.test("a name means the own organisation's key, though another has one of that name", async () => {
  await withKit(async (kit) => {
    const own = await addKey(kit, ORG, "release-key");
    await addKey(kit, CHILD, "release-key");
    const operations = restrictedOperations(kit.operations, forOwn);
    const { key } = await operations.package.sign(signing("release-key"));
    assert.equal(key.id, own.id);
  });
});

Deno.test("a token with signing keys signs with them by id, name or beginning, and with no other", async () => {
  await withKit(async (kit) => {
    const allowed = await addKey(kit, ORG, "allowed");
    const other = await addKey(kit, ORG, "other");
    const restriction = { orgId: ORG, keyIds: [allowed.id] };
    const { sign } = restrictedOperations(kit.operations, restriction).package;
    for (const text of [allowed.id, "allowed", allowed.publicKey.fingerprint.slice(0, 12)]) {
      assert.deepEqual((await sign(signing(text))).key, allowed);
    }
    kit.takeEvents();
    for (const text of [other.id, "other", other.publicKey.fingerprint]) {
      await assertRefused(kit, "insufficient_permissions", () => sign(signing(text)));
    }
    assert.deepEqual(kit.takeEvents(), []);
  });
});

Deno.test("a token with the keys of several organisations signs with each by its id", async () => {
  await withKit(async (kit) => {
    const keys = [await addKey(kit, ORG, "own"), await addKey(kit, CHILD, "theirs")];
    const restriction = { orgId: null, keyIds: keys.map(({ id }) => id) };
    const operations: Operations = restrictedOperations(kit.operations, restriction);
    for (const key of keys) {
      assert.deepEqual((await operations.package.sign(signing(key.id))).key, key);
    }
  });
});

Deno.test("an organisation's token does not take over a signature of another's that it may verify", async () => {
  await withKit(async (kit) => {
    const { publicKey } = await addKey(kit, ORG, "key");
    const own = restrictedOperations(seenBy(kit, ORG), forOwn);
    await own.package.sign(signing("key"));
    await kit.operations.keys.trust({ orgId: CHILD, publicKey, name: null });
    const theirs = restrictedOperations(seenBy(kit, CHILD), { orgId: CHILD, keyIds: null });
    const request = { orgId: CHILD, name: "package", hash: testHash(1), signature: null };
    const { signature } = await theirs.package.verify(request);
    const [row] = await kit.store.signaturesOf(testHash(1));
    const { message, hint } = await assertRefused(
      kit,
      "signature_exists",
      () =>
        theirs.signatures.import({
          orgId: CHILD,
          signatures: [{ ...signature, signedAt: "2020-01-01T00:00:00Z" }],
        }),
    );
    assert.ok(![ORG, row!.id].some((secret) => `${message} ${hint}`.includes(secret)));
    const list = { orgId: null, hash: null, page: PAGE };
    assert.deepEqual(await theirs.signatures.list(list), { items: [], total: 0 });
    assert.deepEqual(await own.signatures.list(list), { items: [row], total: 1 });
    const revocation = { reference: { text: "key", orgId: ORG }, andTrust: true, dryRun: true };
    const { impact } = await own.keys.revoke(revocation);
    assert.deepEqual(impact.signatures.map(({ packageHash }) => packageHash), [testHash(1)]);
  });
});

Deno.test("an organisation that holds the key takes its signature back from who imported it", async () => {
  await withKit(async (kit) => {
    const { publicKey } = await addKey(kit, ORG, "key");
    const own = restrictedOperations(seenBy(kit, ORG), forOwn);
    const { signatures } = await own.package.sign({ ...signing("key"), store: false });
    await kit.operations.keys.trust({ orgId: CHILD, publicKey, name: null });
    const theirs = restrictedOperations(seenBy(kit, CHILD), { orgId: CHILD, keyIds: null });
    const [imported] = await theirs.signatures.import({ orgId: CHILD, signatures });
    await own.package.sign(signing("key"));
    const list = { orgId: null, hash: null, page: PAGE };
    assert.deepEqual(await theirs.signatures.list(list), { items: [], total: 0 });
    const { items: [row] } = await own.signatures.list(list);
    const { id, orgId } = fieldsOf(row!);
    assert.deepEqual([id, orgId], [imported?.id, ORG]);
  });
});

Deno.test("a token's signing key that was revoked is key_revoked", async () => {
  await withKit(async (kit) => {
    const { id } = await addKey(kit, ORG, "key");
    const reference = { text: id, orgId: null };
    await kit.operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    const operations = restrictedOperations(kit.operations, { orgId: ORG, keyIds: [id] });
    await assertRefused(kit, "key_revoked", () => operations.package.sign(signing(id)));
  });
});

Deno.test("a copied key is refused without a word of whose the other row is", async () => {
  await withKit(async (kit) => {
    const { id } = await addKey(kit, ORG, "key");
    const [row] = await kit.store.findSigningKeys({ orgId: ORG, name: "key" }, 1);
    const copy = { ...row!, id: crypto.randomUUID() as KeyId, orgId: CHILD, name: "copy" };
    await kit.store.transaction((writer) => writer.addSigningKey(copy));
    const operations = restrictedOperations(seenBy(kit, ORG), forOwn);
    const works = [
      () => operations.package.sign(signing(id)),
      () => operations.keys.rotate({ reference: { text: id, orgId: null }, name: "next" }),
      () => operations.keys.exportPrivate({ text: id, orgId: null }),
    ];
    for (const work of works) {
      const { message, hint } = await assertRefused(kit, "key_integrity", work);
      assert.match(message, /its key pair is stored under several organisations$/);
      assert.ok(!`${message} ${hint}`.includes(CHILD), message);
      assert.ok(!`${message} ${hint}`.includes(copy.id), message);
    }
  });
});
