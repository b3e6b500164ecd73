import assert from "node:assert/strict";
import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { StatementTerms } from "../../../src/domain/statement.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { toStatementRecords } from "../../../src/operations/signatures/statement_record.ts";
import type { Store, StoreReader } from "../../../src/store/store.ts";
import { CHILD, type Kit, ORG, PAGE, TEST_KEYS, testHash, withKit } from "../kit.ts";

const [key, other] = TEST_KEYS;
const hash = testHash(1);
const TERMS: StatementTerms = { claims: { name: "pkg" }, expires: null, predicate: null };
const OTHERS = 70;

/** What a store gave of statements: the most rows in one answer. */
function counting(store: Store) {
  let most = 0;
  const counted = <Reader extends StoreReader>(reader: Reader): Reader => {
    const statementsOf: StoreReader["withDamaged"]["statementsOf"] = async (...asked) => {
      const rows = await reader.withDamaged.statementsOf(...asked);
      most = Math.max(most, rows.length);
      return rows;
    };
    return { ...reader, withDamaged: { ...reader.withDamaged, statementsOf } };
  };
  const wrapped: Store = {
    ...counted(store),
    transaction: (work) => store.transaction((writer) => work(counted(writer))),
    storing: (uses, work) =>
      store.storing(uses, { ...work, check: (reader) => work.check(counted(reader)) }),
  };
  const mostOf = async (work: () => Promise<unknown>) => {
    most = 0;
    await work();
    return most;
  };
  return { store: wrapped, mostOf };
}

/** Another organisation stores signatures of a package, by keys of its own, each with a statement. */
async function putOthers({ parts, store }: Kit): Promise<void> {
  const stated = await signStating(other.signer, { hash, terms: TERMS }, () => new Date(0));
  const signatures = Array.from({ length: OTHERS }, (_, number) => ({
    ...stated,
    keyFingerprint: `${number}`.padStart(64, "0") as Fingerprint,
  }));
  await store.transaction(async (writer) => {
    const signedAt = new Date(0);
    await writer.saveSignatures(
      signatures.map((one) => ({ ...one, id: crypto.randomUUID(), signedAt, orgId: CHILD })),
    );
    await writer.saveStatements(toStatementRecords(parts, signatures));
  });
}

Deno.test("however much others state of a package, no more of it is read at a time than has room", async () => {
  await withKit(async (kit) => {
    await kit.operations.keys.import({
      ...{ orgId: ORG, name: "key", trust: true },
      seed: key.seed.slice(),
    });
    await putOthers(kit);
    const { store, mostOf } = counting(kit.store);
    const { package: packages, signatures } = localOperations({ ...kit.parts, store });
    const reference = { text: "key", orgId: ORG } as const;
    const stated = await signStating(key.signer, { hash, terms: TERMS }, () => new Date(0));
    const choice = { packageHash: hash, keyFingerprint: key.publicKey.fingerprint };
    const given = { orgId: ORG, name: "pkg", hash, signature: null };
    const asked = { orgId: ORG, choice, force: true, dryRun: false };
    for (
      const [what, work] of [
        ["import", () => signatures.import({ orgId: ORG, signatures: [stated] })],
        ["sign", () => packages.sign({ reference, hashes: [hash], store: true })],
        ["verify", () => packages.verify(given)],
        ["preflight", () => packages.preflight({ orgId: ORG, hash })],
        ["remove", () => signatures.remove(asked)],
      ] as const
    ) {
      assert.ok(await mostOf(work) <= 1, what);
    }
    const page = (limit: number) =>
      signatures.list({ orgId: null, hash, page: { ...PAGE, limit } });
    assert.equal(await mostOf(() => page(3)), 3);
    assert.equal(await mostOf(() => page(1000)), 64);
  });
});

Deno.test("a list has no signature without what is stated, also where it is removed while it is read", async () => {
  await withKit(async (kit) => {
    const { parts, sql, store } = kit;
    const stated = await signStating(key.signer, { hash, terms: TERMS }, () => new Date(0));
    await kit.operations.keys.trust({ orgId: ORG, publicKey: key.publicKey, name: null });
    await kit.operations.signatures.import({ orgId: ORG, signatures: [stated] });
    let isFirst = true;
    const statementsOf: typeof store.withDamaged.statementsOf = async (...asked) => {
      if (isFirst) {
        sql("DELETE FROM package_signatures");
        sql("DELETE FROM cloacina_statements");
      }
      isFirst = false;
      return await store.withDamaged.statementsOf(...asked);
    };
    const withDamaged = { ...store.withDamaged, statementsOf };
    const operations = localOperations({ ...parts, store: { ...store, withDamaged } });
    const { items, total } = await operations.signatures.list({ orgId: null, hash, page: PAGE });
    assert.equal(isFirst, false);
    assert.deepEqual([items, total], [[], 0]);
  });
});
