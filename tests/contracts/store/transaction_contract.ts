import assert from "node:assert/strict";
import type { SigningKeyRecord } from "../../../src/domain/records.ts";
import { CloacinaError } from "../../../src/errors.ts";
import type { StoreReader, StoreWriter } from "../../../src/store/store.ts";
import { later, recordBuilder } from "../records.ts";
import { change, refuses, type RegisterTest } from "./opened_store.ts";
import { sealAnew } from "../seal_anew.ts";

const ALL = { limit: 100, offset: 0 };

/** Transactions: all or none, their own changes, what they give back and throw. */
export function transactionContract(test: RegisterTest): void {
  test("a transaction gives back what its work gives back, once", async ({ store }) => {
    let runs = 0;
    const result = { any: "value" };
    const given = await store.transaction(() => {
      runs += 1;
      return Promise.resolve(result);
    });
    assert.equal(given, result);
    assert.equal(runs, 1);
  });

  test("a transaction throws what its work throws, once", async ({ store }) => {
    for (const thrown of [new Error("own"), new CloacinaError("key_revoked", "own"), "text"]) {
      let runs = 0;
      const work = store.transaction(() => {
        runs += 1;
        return Promise.reject(thrown);
      });
      const caught = await work.then(() => assert.fail("it did not throw"), (error) => error);
      assert.equal(caught, thrown);
      assert.equal(runs, 1);
    }
  });

  test("work that throws before it waits is thrown as well", async ({ store, make }) => {
    const thrown = new Error("own");
    const work = store.transaction(() => {
      throw thrown;
    });
    assert.equal(await work.catch((error) => error), thrown);
    await change(store, (writer) => writer.addSigningKey(make.signingKey()));
  });

  test("a transaction that throws changes nothing", async ({ store, make }) => {
    const before = sampleRows("before");
    await store.transaction((writer) => addAll(writer, before));
    const contents = await contentsOf(store, before);
    const work = store.transaction(async (writer) => {
      await addAll(writer, sampleRows("more"));
      await changeAll(writer, before, make.bytes(60));
      assert.notDeepEqual(await contentsOf(writer, before), contents);
      throw new CloacinaError("key_revoked", "the last step fails");
    });
    await refuses("key_revoked", work);
    assert.deepEqual(await contentsOf(store, before), contents);
  });

  test("a transaction that succeeds makes every change", async ({ store, openAgain, make }) => {
    const rows = sampleRows("before");
    await store.transaction((writer) => addAll(writer, rows));
    const contents = await store.transaction(async (writer) => {
      await changeAll(writer, rows, make.bytes(60));
      return await contentsOf(writer, rows);
    });
    assert.deepEqual(await contentsOf(store, rows), contents);
    const another = await openAgain();
    try {
      assert.deepEqual(await contentsOf(another, rows), contents);
    } finally {
      await another.close();
    }
  });

  test("a transaction sees its own changes", async ({ store, make }) => {
    const key = make.signingKey();
    await store.transaction(async (writer) => {
      await writer.addSigningKey(key);
      assert.deepEqual(await writer.signingKey(key.id), key);
      assert.equal(await writer.revokeSigningKey(key.id, later(1)), true);
      assert.deepEqual(await writer.signingKey(key.id), { ...key, revokedAt: later(1) });
      const filter = { orgId: key.orgId, includeRevoked: false };
      assert.deepEqual(await writer.listSigningKeys(filter, ALL), { rows: [], total: 0 });
      const query = { orgId: null, prefix: key.fingerprint.slice(0, 8) };
      assert.equal((await writer.findSigningKeys(query, 9)).length, 1);
    });
  });

  test("nobody else sees a change before its transaction has ended", async ({ store, openAgain, make }) => {
    const key = make.signingKey();
    const another = await openAgain();
    try {
      await store.transaction(async (writer) => {
        await writer.addSigningKey(key);
        assert.equal(await store.signingKey(key.id), null);
        assert.equal(await another.signingKey(key.id), null);
      });
      assert.deepEqual(await store.signingKey(key.id), key);
      assert.deepEqual(await another.signingKey(key.id), key);
    } finally {
      await another.close();
    }
  });

  test("changes may be started together", async ({ store, make }) => {
    const keys = Array.from({ length: 20 }, () => make.signingKey());
    await store.transaction(async (writer) => {
      await Promise.all(keys.map((key) => writer.addSigningKey(key)));
    });
    for (const key of keys) assert.deepEqual(await store.signingKey(key.id), key);
  });

  test("work waits in between, and nothing gets into its transaction", async ({ store, make }) => {
    const [kept, dropped] = [make.signingKey(), make.signingKey()];
    const failed = store.transaction(async (writer) => {
      await writer.addSigningKey(dropped);
      await new Promise((resolve) => setTimeout(resolve, 0));
      await writer.signingKey(kept.id);
      throw new CloacinaError("key_revoked", "the last step fails");
    });
    const done = change(store, (writer) => writer.addSigningKey(kept));
    await refuses("key_revoked", failed);
    await done;
    assert.deepEqual(await store.signingKey(kept.id), kept);
    assert.equal(await store.signingKey(dropped.id), null);
  });
}

type SampleRows = ReturnType<typeof sampleRows>;

/** One row of every kind. */
function sampleRows(seed: string) {
  const make = recordBuilder(seed);
  const key: SigningKeyRecord = make.signingKey();
  return {
    key,
    ...{ trusted: make.trustedKey(), grant: make.trustGrant(), signature: make.signature() },
    token: make.apiToken(),
  };
}

async function addAll(writer: StoreWriter, rows: SampleRows): Promise<void> {
  await writer.addSigningKey(rows.key);
  await writer.saveTrustedKey(rows.trusted);
  await writer.saveTrustGrant(rows.grant);
  await writer.saveSignatures([rows.signature]);
  await writer.addApiToken(rows.token);
}

async function changeAll(
  writer: StoreWriter,
  { key, trusted, grant, signature, token }: SampleRows,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await sealAnew(writer, key.id, bytes);
  await writer.revokeSigningKey(key.id, later(1));
  await writer.revokeTrustedKey(trusted.orgId, trusted.id, later(1));
  await writer.revokeTrustGrant(grant.parentOrgId, grant.childOrgId, later(1));
  await writer.saveSignatures([{ ...signature, signature: new Uint8Array(64) }]);
  await writer.revokeApiToken(token.id, later(1));
}

/** All that a store has of these rows, and how much it has in all. */
async function contentsOf(reader: StoreReader, { trusted, grant, signature }: SampleRows) {
  const everything = { orgId: null, fingerprint: null };
  return {
    keys: await reader.listSigningKeys({ orgId: null, includeRevoked: true }, ALL),
    trusted: await reader.trustedKeysOf([trusted.orgId], [trusted.fingerprint]),
    grants: await reader.trustGrantsOf([grant.parentOrgId], "parent"),
    ofPackage: await reader.signaturesOf(signature.packageHash),
    signatures: await reader.listSignatures(everything, ALL),
    tokens: await reader.listApiTokens({ orgId: null, includeRevoked: true }, ALL),
  };
}
