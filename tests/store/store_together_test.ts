import assert from "node:assert/strict";
import type { SignatureRecord } from "../../src/domain/records.ts";
import { CloacinaError } from "../../src/errors.ts";
import { holdInTransaction } from "../../src/store/hold_together.ts";
import type { Store, Storing } from "../../src/store/store.ts";
import { storeTogether } from "../../src/store/store_together.ts";
import { type RecordBuilder, recordBuilder } from "../contracts/records.ts";
import { execute } from "./sqlite/engine_database.ts";
import { temporarySqlite } from "./sqlite/temporary_sqlite.ts";

const ALL = { limit: 9, offset: 0 };
const ANY = { orgId: null, fingerprint: null };

/** What the tests are written with: a store, and the steps that its callers took, in order. */
interface Kit {
  readonly store: Store;
  readonly path: string;
  readonly make: RecordBuilder;
  readonly steps: string[];
  /** Stores signatures in the name of a caller; `failure` is what finishing fails with. */
  readonly put: (name: string, rows: readonly SignatureRecord[], failure?: Error) => Promise<void>;
}

Deno.test("after an audit line may have been written, none is tried again", async () => {
  await withKit(async ({ store, make, steps, put }) => {
    const full = new CloacinaError("io_failed", "no room for a line");
    const outcomes = await Promise.allSettled([
      put("first", [make.signature()]),
      put("second", [make.signature()]),
      put("third", [make.signature()], full),
    ]);
    const errors = outcomes.map((one) => one.status === "rejected" ? one.reason : null);
    assert.deepEqual(errors, [null, full, full]);
    const finished = steps.filter((step) => step.startsWith("finish"));
    assert.deepEqual(finished, ["finish first", "finish second", "finish third"]);
    assert.equal((await store.listSignatures(ANY, ALL)).total, 1);
  });
});

Deno.test("callers with more than a thousand signatures together do not share a transaction, and one alone may have more", async () => {
  await withKit(async ({ store, make, steps, put }) => {
    const some = (count: number) => Array.from({ length: count }, () => make.signature());
    await Promise.all([
      put("first", some(1)),
      put("second", some(1)),
      put("third", some(999)),
      put("fourth", some(1)),
      put("fifth", some(1001)),
    ]);
    assert.deepEqual(steps, [
      ...["check first", "finish first"],
      ...["check second", "check third", "finish second", "finish third"],
      ...["check fourth", "finish fourth"],
      ...["check fifth", "finish fifth"],
    ]);
    assert.equal((await store.listSignatures(ANY, ALL)).total, 2003);
  });
});

Deno.test("who meets a damaged row that stays does not keep others from storing", async () => {
  await withKit(async ({ store, path, make, put }) => {
    const [damaged, good, better] = [make.signature(), make.signature(), make.signature()];
    await put("before", [damaged]);
    execute(path, "UPDATE package_signatures SET signed_at = 'never'");
    const outcomes = await Promise.allSettled([
      put("first", [good]),
      put("second", [damaged]),
      put("third", [better]),
    ]);
    const codes = outcomes.map((one) => one.status === "rejected" ? one.reason.code : null);
    assert.deepEqual(codes, [null, "store_corrupt", null]);
    assert.deepEqual(await store.signaturesOf(better.packageHash), [better]);
  });
});

async function withKit(body: (kit: Kit) => Promise<void>): Promise<void> {
  const { store, path, close } = await temporarySqlite();
  const [make, steps]: [RecordBuilder, string[]] = [recordBuilder(), []];
  const storing = storeTogether(holdInTransaction(store.transaction));
  const { fingerprint } = make.signingKey();
  const put: Kit["put"] = (name, signatures, failure) =>
    storing([fingerprint], stepping(steps, { name, signatures, failure }));
  try {
    await body({ store, path, make, steps, put });
  } finally {
    await close();
  }
}

interface Caller {
  readonly name: string;
  readonly signatures: readonly SignatureRecord[];
  readonly failure: Error | undefined;
}

function stepping(steps: string[], { name, signatures, failure }: Caller): Storing<void> {
  return {
    signatures,
    statements: [],
    asks: [],
    check: () => {
      steps.push(`check ${name}`);
      return Promise.resolve();
    },
    finish: () => {
      steps.push(`finish ${name}`);
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    },
  };
}
