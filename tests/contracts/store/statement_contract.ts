import assert from "node:assert/strict";
import { MAX_STATEMENT_BYTES } from "../../../src/domain/statement.ts";
import { later } from "../records.ts";
import { byId, change, refuses, type RegisterTest, save } from "./opened_store.ts";

/** Statements: storing, storing again, by package, removing. */
export function statementContract(test: RegisterTest): void {
  test("packages have all that is stated of them, and no more", async ({ store, make }) => {
    const first = make.statement();
    const second = make.statement({ packageHash: first.packageHash });
    const third = make.statement({ keyFingerprint: first.keyFingerprint });
    const fourth = make.statement();
    await save(store, { statements: [first, second, third, fourth] });
    assert.deepEqual(byId(await store.statementsOf([first.packageHash])), byId([first, second]));
    const two = await store.statementsOf([first.packageHash, third.packageHash]);
    assert.deepEqual(byId(two), byId([first, second, third]));
    assert.deepEqual(await store.statementsOf([make.packageHash()]), []);
    assert.deepEqual(await store.statementsOf([]), []);
    const hashes = [first.packageHash, third.packageHash, fourth.packageHash];
    const bySigner = await store.statementsOf(hashes, [first.keyFingerprint]);
    assert.deepEqual(byId(bySigner), byId([first, third]));
    const signers = [second.keyFingerprint, fourth.keyFingerprint];
    assert.deepEqual(byId(await store.statementsOf(hashes, signers)), byId([second, fourth]));
    assert.deepEqual(await store.statementsOf([second.packageHash], [third.keyFingerprint]), [
      first,
    ]);
    assert.deepEqual(await store.statementsOf(hashes, []), []);
  });

  test("what is stated anew replaces what was, under its ID", async ({ store, make }) => {
    const [first, other] = [make.statement(), make.statement()];
    await save(store, { statements: [first, other] });
    const again = { ...make.statement(first), id: make.uuid(), payload: make.bytes(90) };
    const moved = { ...again, storedAt: later(5) };
    await change(store, (writer) => writer.saveStatements([moved]));
    const expected = { ...moved, id: first.id };
    assert.deepEqual(await store.statementsOf([first.packageHash]), [expected]);
    assert.deepEqual(await store.statementsOf([other.packageHash]), [other]);
  });

  test("the same statement is not written again", async ({ store, make }) => {
    const first = make.statement();
    await save(store, { statements: [first] });
    const again = { ...first, id: make.uuid(), storedAt: later(5) };
    await change(store, (writer) => writer.saveStatements([again]));
    assert.deepEqual(await store.statementsOf([first.packageHash]), [first]);
  });

  test("of several statements for one signature that come together, the last is kept", async ({ store, make }) => {
    const first = make.statement();
    const { packageHash, keyFingerprint } = first;
    const last = make.statement({ packageHash, keyFingerprint });
    await change(store, (writer) => writer.saveStatements([first, make.statement(), last]));
    const [{ payload, signature } = first] = await store.statementsOf([packageHash]);
    assert.deepEqual({ payload, signature }, { payload: last.payload, signature: last.signature });
    assert.equal((await store.statementsOf([packageHash])).length, 1);
  });

  test("a thousand statements are stored together", async ({ store, make }) => {
    const all = Array.from({ length: 1000 }, () => make.statement());
    await change(store, (writer) => writer.saveStatements(all));
    const found = await store.statementsOf(all.map(({ packageHash }) => packageHash));
    assert.deepEqual(byId(found), byId(all));
  });

  test("a statement is kept to the byte, up to the longest, and none that is longer or empty", async ({ store, make }) => {
    const longest = make.statement({ payload: make.bytes(MAX_STATEMENT_BYTES) });
    const shortest = make.statement({ payload: make.bytes(1) });
    await save(store, { statements: [longest, shortest] });
    assert.deepEqual(await store.statementsOf([longest.packageHash]), [longest]);
    assert.deepEqual(await store.statementsOf([shortest.packageHash]), [shortest]);
    for (const payload of [make.bytes(MAX_STATEMENT_BYTES + 1), make.bytes(0)]) {
      const bad = make.statement({ payload });
      await refuses("invalid_request", save(store, { statements: [bad] }));
      assert.deepEqual(await store.statementsOf([bad.packageHash]), []);
    }
  });

  test("a statement is removed by its ID, and no other", async ({ store, make }) => {
    const [first, other] = [make.statement(), make.statement()];
    await save(store, { statements: [first, other] });
    const remove = (id: string) => store.transaction((writer) => writer.removeStatement(id));
    assert.equal(await remove(first.id), true);
    assert.deepEqual([await remove(first.id), await remove(make.uuid())], [false, false]);
    assert.deepEqual(await store.statementsOf([first.packageHash]), []);
    assert.deepEqual(await store.statementsOf([other.packageHash]), [other]);
  });

  test("statements are stored with the signatures that they come with, or not at all", async ({ store, make }) => {
    const signature = make.signature();
    const { packageHash, keyFingerprint } = signature;
    const statement = make.statement({ packageHash, keyFingerprint });
    const storing = {
      signatures: [signature],
      statements: [statement],
      asks: [],
      check: () => Promise.resolve(),
    };
    const failing = store.storing([keyFingerprint], {
      ...storing,
      finish: () => Promise.reject(new Error("not told")),
    });
    await assert.rejects(failing, { message: "not told" });
    assert.deepEqual(await store.statementsOf([packageHash]), []);
    assert.deepEqual(await store.signaturesOf(packageHash), []);
    await store.storing([keyFingerprint], { ...storing, finish: () => Promise.resolve() });
    assert.deepEqual(await store.statementsOf([packageHash]), [statement]);
    assert.deepEqual(await store.signaturesOf(packageHash), [signature]);
  });

  test("a signature that is stored again without a statement leaves the one that is there", async ({ store, make }) => {
    const signature = make.signature();
    const { packageHash, keyFingerprint } = signature;
    const statement = make.statement({ packageHash, keyFingerprint });
    await save(store, { signatures: [signature], statements: [statement] });
    await save(store, { signatures: [{ ...signature, signature: make.bytes(64) }] });
    assert.deepEqual(await store.statementsOf([packageHash]), [statement]);
  });
}
