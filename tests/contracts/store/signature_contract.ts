import assert from "node:assert/strict";
import type { SignatureRecord } from "../../../src/domain/records.ts";
import type { Saved, Store } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { byId, outcomesOf, type RegisterTest, save } from "./opened_store.ts";

const ALL = { limit: 100, offset: 0 };
const ANY = { orgId: null, fingerprint: null };

/** Signatures: storing, storing again, by package, listing. */
export function signatureContract(test: RegisterTest): void {
  test("a package has all of its signatures and no others", async ({ store, make }) => {
    const first = make.signature();
    const second = make.signature({ packageHash: first.packageHash, orgId: null });
    const third = make.signature({ keyFingerprint: first.keyFingerprint });
    await save(store, { signatures: [first, second, third] });
    const found = await store.signaturesOf(first.packageHash);
    assert.deepEqual(byId(found), byId([first, second]));
    assert.deepEqual(await store.signaturesOf(third.packageHash), [third]);
    assert.deepEqual(await store.signaturesOf(make.packageHash()), []);
  });

  test("of a package's signatures so many are given as are asked for, the first ones", async ({ store, make }) => {
    const packageHash = make.packageHash();
    const signatures = Array.from({ length: 4 }, () => make.signature({ packageHash }));
    await save(store, { signatures: [...signatures, make.signature()] });
    const all = await store.signaturesOf(packageHash);
    assert.deepEqual(byId(all), byId(signatures));
    for (const limit of [1, 3, 4, 5]) {
      assert.deepEqual(await store.signaturesOf(packageHash, limit), all.slice(0, limit));
    }
  });

  test("a signature that is stored again refreshes its row", async ({ store, make }) => {
    const first = make.signature({ orgId: null });
    const other = make.signature({ packageHash: first.packageHash });
    await save(store, { signatures: [first, other] });
    const { packageHash, keyFingerprint } = first;
    const again = make.signature({ packageHash, keyFingerprint, signedAt: later(7) });
    await save(store, { signatures: [again] });
    const found = await store.signaturesOf(packageHash);
    assert.deepEqual(byId(found), byId([{ ...again, id: first.id }, other]));
  });

  test("the same signature of the same organisation is not written again", async ({ store, make }) => {
    const [first, other] = [make.signature(), make.signature()];
    await save(store, { signatures: [first, other] });
    const again = { ...first, id: make.uuid(), signedAt: later(7) };
    const saved = await store.transaction((writer) => writer.saveSignatures([again]));
    assert.deepEqual(saved, [{ row: first, saved: "unchanged" }]);
    assert.equal(await bringIn(store, again), "unchanged");
    assert.deepEqual(await store.signaturesOf(first.packageHash), [first]);
    const changed = { ...again, signature: make.bytes(64) };
    const [written] = await store.transaction((writer) => writer.saveSignatures([changed]));
    assert.deepEqual(written, { row: { ...changed, id: first.id }, saved: "written" });
    assert.deepEqual(await store.signaturesOf(first.packageHash), [{ ...changed, id: first.id }]);
  });

  test("a signature that is removed is gone, and no other", async ({ store, make }) => {
    const [first, other] = [make.signature(), make.signature()];
    await save(store, { signatures: [first, other] });
    assert.deepEqual(await store.signature(first.id), first);
    const remove = (id: string) => store.transaction((writer) => writer.removeSignature(id));
    assert.equal(await remove(first.id), true);
    assert.deepEqual([await remove(first.id), await remove(make.uuid())], [false, false]);
    assert.equal(await store.signature(first.id), null);
    assert.deepEqual(await store.listSignatures(ANY, ALL), { rows: [other], total: 1 });
    await save(store, { signatures: [first] });
    assert.deepEqual(await store.signaturesOf(first.packageHash), [first]);
  });

  test("a removal that is undone leaves its row", async ({ store, make }) => {
    const first = make.signature();
    await save(store, { signatures: [first] });
    const undone = store.transaction(async (writer) => {
      await writer.removeSignature(first.id);
      assert.deepEqual(await writer.signaturesOf(first.packageHash), []);
      throw new Error("undone");
    });
    await assert.rejects(undone, { message: "undone" });
    assert.deepEqual(await store.signaturesOf(first.packageHash), [first]);
  });

  test("a signature that is stored again may lose its organisation", async ({ store, make }) => {
    const first = make.signature();
    await save(store, { signatures: [first, { ...first, id: make.uuid(), orgId: null }] });
    assert.deepEqual(await store.signaturesOf(first.packageHash), [{ ...first, orgId: null }]);
    const ofOrg = { orgId: first.orgId, fingerprint: null };
    assert.deepEqual(await store.listSignatures(ofOrg, ALL), { rows: [], total: 0 });
  });

  test("an imported signature is added, and refreshes a row of its organisation", async ({ store, make }) => {
    const first = make.signature();
    const { packageHash, keyFingerprint, orgId } = first;
    assert.equal(await bringIn(store, first), "written");
    assert.deepEqual(await store.signaturesOf(packageHash), [first]);
    const again = make.signature({ packageHash, keyFingerprint, orgId, signedAt: later(7) });
    assert.equal(await bringIn(store, again), "written");
    assert.deepEqual(await store.signaturesOf(packageHash), [{ ...again, id: first.id }]);
  });

  test("an imported signature takes over a row of no organisation", async ({ store, make }) => {
    const first = make.signature({ orgId: null });
    await save(store, { signatures: [first] });
    const { packageHash, keyFingerprint } = first;
    const again = make.signature({ packageHash, keyFingerprint, signedAt: later(7) });
    assert.equal(await bringIn(store, again), "written");
    assert.deepEqual(await store.signaturesOf(packageHash), [{ ...again, id: first.id }]);
  });

  test("an imported signature leaves another organisation's row as it is", async ({ store, make }) => {
    const first = make.signature();
    await save(store, { signatures: [first] });
    const { packageHash, keyFingerprint } = first;
    for (const orgId of [make.orgId(), null]) {
      const again = make.signature({ packageHash, keyFingerprint, orgId, signedAt: later(7) });
      assert.equal(await bringIn(store, again), "foreign");
      assert.deepEqual(await store.listSignatures(ANY, ALL), { rows: [first], total: 1 });
    }
  });

  test("an import sees the rows of its own transaction", async ({ store, make }) => {
    const first = make.signature();
    const { packageHash, keyFingerprint, orgId } = first;
    const again = make.signature({ packageHash, keyFingerprint, orgId, signedAt: later(7) });
    await store.transaction(async (writer) => {
      const bring = async (...rows: readonly SignatureRecord[]) =>
        outcomesOf(await writer.importSignatures(rows));
      assert.deepEqual(await bring(first), ["written"]);
      assert.deepEqual(await bring({ ...first, orgId: make.orgId() }, again), [
        "foreign",
        "written",
      ]);
    });
    assert.deepEqual(await store.signaturesOf(packageHash), [{ ...again, id: first.id }]);
  });

  test("a signature that is saved takes over another organisation's row", async ({ store, make }) => {
    const first = make.signature();
    assert.equal(await bringIn(store, first), "written");
    const { packageHash, keyFingerprint } = first;
    const own = make.signature({ packageHash, keyFingerprint, signedAt: later(7) });
    await save(store, { signatures: [own] });
    assert.deepEqual(await store.signaturesOf(packageHash), [{ ...own, id: first.id }]);
    assert.equal(await bringIn(store, first), "foreign");
  });

  test("signatures are listed by organisation and by key", async ({ store, make }) => {
    const a = make.signature({ signedAt: later(1) });
    const b = make.signature({ signedAt: later(2), orgId: a.orgId });
    const c = make.signature({ signedAt: later(3), keyFingerprint: a.keyFingerprint });
    const d = make.signature({ signedAt: later(4), orgId: null });
    await save(store, { signatures: [d, c, b, a] });
    const list = async (filter: Partial<typeof ANY> | { orgId: unknown; fingerprint: unknown }) =>
      await store.listSignatures({ ...ANY, ...filter } as typeof ANY, ALL);
    assert.deepEqual(await list({}), { rows: [a, b, c, d], total: 4 });
    const byOrg = { orgId: a.orgId, fingerprint: null };
    assert.deepEqual(await list(byOrg), { rows: [a, b], total: 2 });
    const byKey = { orgId: null, fingerprint: a.keyFingerprint };
    assert.deepEqual(await list(byKey), { rows: [a, c], total: 2 });
    const byBoth = { orgId: a.orgId, fingerprint: a.keyFingerprint };
    assert.deepEqual(await list(byBoth), { rows: [a], total: 1 });
    const byNone = { orgId: make.orgId(), fingerprint: null };
    assert.deepEqual(await list(byNone), { rows: [], total: 0 });
  });

  test("signatures are listed oldest first, then by id, in pages", async ({ store, make }) => {
    const times = [5, 3, 3, 3, 900, 1000, 7, 0];
    const signatures = times.map((time) => make.signature({ signedAt: later(time) }));
    await save(store, { signatures: signatures });
    const ordered = signatures.toSorted((a, b) =>
      a.signedAt.getTime() - b.signedAt.getTime() || (a.id < b.id ? -1 : 1)
    );
    for (const [offset, limit] of [[0, 100], [0, 3], [3, 3], [6, 3], [8, 3], [100, 3], [2, 0]]) {
      const page = { offset: offset ?? 0, limit: limit ?? 0 };
      const { rows, total } = await store.listSignatures(ANY, page);
      assert.deepEqual(rows, ordered.slice(page.offset, page.offset + page.limit));
      assert.equal(total, signatures.length);
    }
  });
}

/** What became of a signature from elsewhere. */
async function bringIn(store: Store, signature: SignatureRecord): Promise<Saved | "foreign"> {
  const saved = await store.transaction((writer) => writer.importSignatures([signature]));
  return outcomesOf(saved)[0]!;
}
