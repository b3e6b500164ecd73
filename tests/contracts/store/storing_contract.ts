import assert from "node:assert/strict";
import type { SignatureRecord, SigningKeyRecord } from "../../../src/domain/records.ts";
import { CloacinaError } from "../../../src/errors.ts";
import type { SavedSignature, Store, Storing } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { byId, outcomesOf, refuses, type RegisterTest, save } from "./opened_store.ts";

const ANY = { orgId: null, fingerprint: null };
const ALL = { limit: 1000, offset: 0 };

/** Signatures that are stored together with those of other callers. */
export function storingContract(test: RegisterTest): void {
  test("two hundred who store at once each have their signatures", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const rows = Array.from({ length: 200 }, () => [make.signature(), make.signature()]);
    const saved = await Promise.all(rows.map((own) => store.storing([fingerprint], keeping(own))));
    assert.deepEqual(saved, rows.map((own) => own.map((row) => ({ row, saved: "written" }))));
    const { rows: stored } = await store.listSignatures(ANY, ALL);
    assert.deepEqual(byId(stored), byId(rows.flat()));
  });

  test("the same signature from several callers at once is written once", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const first = make.signature();
    const copies = Array.from({ length: 10 }, (_, at) => ({
      ...first,
      id: make.uuid(),
      signedAt: later(at),
    }));
    const saved = await Promise.all(
      copies.map((copy) => store.storing([fingerprint], keeping([copy, copy]))),
    );
    const outcomes = outcomesOf(saved.flat());
    assert.equal(outcomes.filter((outcome) => outcome === "written").length, 1);
    const [row] = await store.signaturesOf(first.packageHash);
    for (const one of saved.flat()) assert.deepEqual(one.row, row);
  });

  test("who may not store does not keep others from it", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const [good, bad, better] = [make.signature(), make.signature(), make.signature()];
    const thrown = new CloacinaError("key_revoked", "own");
    const finished: string[] = [];
    const outcomes = await Promise.allSettled([
      store.storing([fingerprint], keeping([good])),
      store.storing([fingerprint], {
        signatures: [bad],
        statements: [],
        asks: [],
        check: () => Promise.reject(thrown),
        finish: () => Promise.resolve(finished.push("bad")),
      }),
      store.storing([fingerprint], keeping([better])),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
    assert.equal(outcomes[1]?.status === "rejected" && outcomes[1].reason, thrown);
    assert.deepEqual(finished, []);
    const { rows } = await store.listSignatures(ANY, ALL);
    assert.deepEqual(byId(rows), byId([good, better]));
  });

  test("what cannot be stored does not keep others from storing", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const [good, better] = [make.signature(), make.signature()];
    const bad = make.signature({ signature: make.bytes(65) });
    const [first, failed, last] = await Promise.allSettled([
      store.storing([fingerprint], keeping([good])),
      store.storing([fingerprint], keeping([bad])),
      store.storing([fingerprint], keeping([better])),
    ]);
    assert.deepEqual([first.status, last.status], ["fulfilled", "fulfilled"]);
    assert.equal(failed.status === "rejected" && failed.reason.code, "invalid_request");
    const { rows } = await store.listSignatures(ANY, ALL);
    assert.deepEqual(byId(rows), byId([good, better]));
  });

  test("where finishing fails, nothing of that transaction is stored", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const row = make.signature();
    const thrown = new CloacinaError("io_failed", "no room for a line");
    const failing = { ...keeping([row]), finish: () => Promise.reject(thrown) };
    await refuses("io_failed", store.storing([fingerprint], failing));
    assert.deepEqual(await store.signaturesOf(row.packageHash), []);
    assert.deepEqual(outcomesOf(await store.storing([fingerprint], keeping([row]))), ["written"]);
  });

  test("who may not store is refused for that, also where the others fail", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const [good, bad] = [make.signature(), make.signature()];
    const full = new CloacinaError("io_failed", "no room for a line");
    const thrown = new CloacinaError("key_revoked", "own");
    const outcomes = await Promise.allSettled([
      store.storing([fingerprint], { ...keeping([good]), finish: () => Promise.reject(full) }),
      store.storing([fingerprint], { ...keeping([bad]), check: () => Promise.reject(thrown) }),
      store.storing([fingerprint], { ...keeping([good]), finish: () => Promise.reject(full) }),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason),
      [full, thrown, full],
    );
    const { total } = await store.listSignatures(ANY, ALL);
    assert.equal(total, 0);
  });

  test("the checks see the store as it is, and a revocation waits for who stores", async ({ store, openAgain, make }) => {
    const key = make.signingKey();
    await save(store, { signingKeys: [key] });
    const another = await openAgain();
    try {
      const order: string[] = [];
      const entered = Promise.withResolvers<void>();
      const stored = store.storing([key.fingerprint], {
        signatures: [make.signature()],
        statements: [],
        asks: [],
        check: async (reader) => {
          assert.deepEqual(await reader.signingKeysOf(key.fingerprint), [key]);
          entered.resolve();
        },
        finish: () => Promise.resolve(order.push("stored")),
      });
      await entered.promise;
      await revoke(another, key, order);
      await stored;
      assert.deepEqual(order, ["stored", "revoked"]);
      const late = store.storing([key.fingerprint], {
        ...keeping([make.signature()]),
        check: async (reader) => {
          const [{ revokedAt } = key] = await reader.signingKeysOf(key.fingerprint);
          assert.deepEqual(revokedAt, later(1));
          throw new CloacinaError("key_revoked", "own");
        },
      });
      await refuses("key_revoked", late);
    } finally {
      await another.close();
    }
  });
}

/** Stores signatures, and gives what became of them. */
function keeping(signatures: readonly SignatureRecord[]): Storing<readonly SavedSignature[]> {
  return {
    signatures,
    statements: [],
    asks: [],
    check: () => Promise.resolve(),
    finish: (saved) => Promise.resolve(saved),
  };
}

async function revoke(
  store: Store,
  key: SigningKeyRecord,
  order: string[],
): Promise<void> {
  await store.transaction(async (writer) => {
    await writer.hold({ uses: [], revokes: [key.fingerprint] });
    await writer.revokeSigningKey(key.id, later(1));
    order.push("revoked");
  });
}
