import assert from "node:assert/strict";
import { CloacinaError, type ErrorCode } from "../../../src/errors.ts";
import type { StoreWriter } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { change, type RegisterTest, save } from "./opened_store.ts";
import { sealAnew } from "../seal_anew.ts";

/** What an error says; STORE stands for where the store is. */
interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

const CLOSED: Fault = { code: "internal_error", message: "Cannot access STORE: it was closed" };
const ENDED: Fault = {
  code: "internal_error",
  message: "Cannot access STORE: the transaction has ended",
};
const EVERY = { orgId: null, includeRevoked: true };
const ALL = { limit: 100, offset: 0 };

/** Faults: all stores say each in the same words, with the same code. */
export function faultContract(test: RegisterTest): void {
  test("a name that is taken is a duplicate_name, and names the name", async ({ store, make }) => {
    const first = make.signingKey({ name: 'the "release" key' });
    await save(store, { signingKeys: [first] });
    const second = make.signingKey({ orgId: first.orgId, name: first.name });
    await requireFault(save(store, { signingKeys: [second] }), {
      code: "duplicate_name",
      message:
        'Cannot add the key "the \\"release\\" key": the organisation already has a key of this name',
      hint: "choose another name; the name of a revoked key stays taken",
    });
  });

  test("an ID that is taken is a target_exists, and the same transaction goes on", async ({ store, make }) => {
    const [first, third] = [make.signingKey(), make.signingKey()];
    const second = make.signingKey({ id: first.id });
    await change(
      store,
      (writer) => writer.addSigningKey(first),
      (writer) =>
        requireFault(writer.addSigningKey(second), {
          code: "target_exists",
          message: "Cannot add a record to STORE: its ID is taken",
        }),
      (writer) => writer.addSigningKey(third),
    );
    assert.deepEqual(await store.signingKey(first.id), first);
    assert.deepEqual(await store.signingKey(third.id), third);
  });

  test("an API token that is taken is a target_exists, and names its ID", async ({ store, make }) => {
    const token = make.apiToken();
    await save(store, { apiTokens: [token] });
    await requireFault(save(store, { apiTokens: [token] }), {
      code: "target_exists",
      message: `Cannot add the API token "${token.id}": its ID or its hash is taken`,
    });
  });

  test("what could not be read again is an invalid_request, and is not written", async ({ store, make }) => {
    const key = make.signingKey();
    await save(store, { signingKeys: [key] });
    const writes: readonly ((writer: StoreWriter) => Promise<unknown>)[] = [
      (writer) => writer.addSigningKey(make.signingKey({ publicKey: make.bytes(31) })),
      (writer) => writer.addSigningKey(make.signingKey({ createdAt: new Date("+010000-01-01") })),
      (writer) => sealAnew(writer, key.id, make.bytes(59)),
      (writer) => writer.revokeSigningKey(key.id, new Date("+010000-01-01")),
      (writer) => writer.saveSignatures([make.signature({ signature: make.bytes(65) })]),
      (writer) => writer.saveTrustedKey(make.trustedKey({ fingerprint: "21fe" as never })),
      (writer) => writer.addApiToken(make.apiToken({ role: "owner" as never })),
    ];
    for (const write of writes) {
      const error = await errorOf(change(store, write));
      assert.equal(error.code, "invalid_request", error.message);
      assert.match(error.message, /^Cannot write /);
    }
    assert.deepEqual(await store.listSigningKeys(EVERY, ALL), { rows: [key], total: 1 });
  });

  test("a transaction that has ended is neither read nor changed", async ({ store, make }) => {
    const key = make.signingKey();
    const writer = await store.transaction((writer) => Promise.resolve(writer));
    await requireFault(writer.addSigningKey(key), ENDED);
    await requireFault(writer.signingKey(key.id), ENDED);
    await requireFault(writer.listSigningKeys(EVERY, ALL), ENDED);
    await requireFault(writer.revokeSigningKey(key.id, later(1)), ENDED);
    assert.equal(await store.signingKey(key.id), null);
  });

  test("a store that was closed is neither read nor changed", async ({ store, openAgain, make }) => {
    const another = await openAgain();
    await another.close();
    const key = make.signingKey();
    await requireFault(another.signingKey(key.id), CLOSED);
    await requireFault(save(another, { signingKeys: [key] }), CLOSED);
    await requireFault(another.schemaStatus(), CLOSED);
    await requireFault(another.holding([], () => Promise.resolve()), CLOSED);
    assert.equal(await store.signingKey(key.id), null);
  });
}

async function requireFault(work: Promise<unknown>, fault: Fault): Promise<void> {
  const { code, message, hint } = await errorOf(work);
  const said = message.replace(/the (database|key directory) "[^"]+"/, "STORE");
  assert.deepEqual({ code, message: said, hint }, { hint: undefined, ...fault });
}

async function errorOf(work: Promise<unknown>): Promise<CloacinaError> {
  const error = await work.then(() => assert.fail("it did not throw"), (error) => error);
  assert.ok(error instanceof CloacinaError, `not a coded error: ${error}`);
  return error;
}
