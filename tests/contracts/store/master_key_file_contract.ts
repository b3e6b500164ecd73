import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import type { MasterKeyFile, StoreWriter } from "../../../src/store/store.ts";
import { type ContractTest, refuses, type RegisterTest } from "./opened_store.ts";

type Write = NonNullable<StoreWriter["writeMasterKeyFile"]>;

/** A back end without a master key file has it nowhere. */
export function noMasterKeyFileContract(test: RegisterTest): void {
  test("there is no master key file", async ({ store }) => {
    assert.equal(store.masterKeyFile, null);
    await store.transaction((writer) => {
      assert.equal(writer.writeMasterKeyFile, null);
      return Promise.resolve();
    });
  });
}

/** The master key file of a back end that has one. */
export function masterKeyFileContract(test: RegisterTest): void {
  test("a master key file is read as it was written, and replaced on demand only", async (context) => {
    await withFile(context, async (file) => {
      assert.equal(await file.read(), null);
      const [first, second] = [document("first"), document("second")];
      await file.write(first, null);
      assert.deepEqual(await file.read(), first);
      await refuses("target_exists", file.write(second, null));
      assert.deepEqual(await file.read(), first);
      await file.write(second, first);
      assert.deepEqual(await file.read(), second);
    });
  });

  test("a master key file is not replaced where another one is there by now", async (context) => {
    await withFile(context, async (file, write) => {
      const [read, other, late] = [document("read"), document("other"), document("late")];
      await refuses("store_unavailable", file.write(late, read));
      assert.equal(await file.read(), null);
      await file.write(read, null);
      await file.write(other, read);
      await refuses("store_unavailable", file.write(late, read));
      const { transaction } = context.store;
      await refuses("store_unavailable", transaction((writer) => write(writer)(late, read)));
      assert.deepEqual(await file.read(), other);
    });
  });

  test("a new master key file comes with its transaction or not at all", async (context) => {
    await withFile(context, async (file, write) => {
      const { store, make } = context;
      const [old, kept, dropped] = [document("old"), document("kept"), document("dropped")];
      await file.write(old, null);
      const key = make.signingKey();
      const failed = store.transaction(async (writer) => {
        await writer.addSigningKey(key);
        await write(writer)(dropped, old);
        throw new CloacinaError("key_revoked", "the last step fails");
      });
      await refuses("key_revoked", failed);
      assert.deepEqual(await file.read(), old);
      assert.equal(await store.signingKey(key.id), null);
      await refuses("target_exists", store.transaction((writer) => write(writer)(kept, null)));
      await store.transaction(async (writer) => {
        await writer.addSigningKey(key);
        await write(writer)(kept, old);
      });
      assert.deepEqual(await file.read(), kept);
      assert.deepEqual(await store.signingKey(key.id), key);
    });
  });
}

async function withFile(
  { store }: ContractTest,
  work: (file: MasterKeyFile, write: (writer: StoreWriter) => Write) => Promise<void>,
): Promise<void> {
  assert.ok(store.masterKeyFile !== null);
  await work(store.masterKeyFile, ({ writeMasterKeyFile }) => {
    assert.ok(writeMasterKeyFile !== null);
    return writeMasterKeyFile;
  });
}

function document(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(JSON.stringify({ version: 1, text })));
}
