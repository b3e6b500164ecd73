import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import {
  byId,
  change,
  type ContractTest,
  outcomesOf,
  refuses,
  type RegisterTest,
} from "./opened_store.ts";
import { sealAnew } from "../seal_anew.ts";

const ALL = { limit: 100, offset: 0 };

/** Several at once, on one open store and on several. */
export function concurrencyContract(test: RegisterTest): void {
  test("of eight keys of one name exactly one wins", async (context) => {
    await onSeveral(context, 1, eightOfOneName);
  });

  test("of eight keys of one name through eight openings exactly one wins", async (context) => {
    await onSeveral(context, 8, eightOfOneName);
  });

  test("of sixteen writers of different keys none is lost", async (context) => {
    await onSeveral(context, 1, sixteenKeys);
  });

  test("of sixteen writers through four openings none is lost", async (context) => {
    await onSeveral(context, 4, sixteenKeys);
  });

  test("a transaction that fails takes no other along", async (context) => {
    await onSeveral(context, 2, async ([first, second], { make }) => {
      const [good, bad] = [make.signingKey(), make.signingKey()];
      const failed = first.transaction(async (writer) => {
        await writer.addSigningKey(bad);
        throw new CloacinaError("key_revoked", "the last step fails");
      });
      const done = change(second, (writer) => writer.addSigningKey(good));
      await refuses("key_revoked", failed);
      await done;
      const listing = await first.listSigningKeys({ orgId: null, includeRevoked: true }, ALL);
      assert.deepEqual(listing, { rows: [good], total: 1 });
    });
  });

  test("one of several revocations at once is the first", async (context) => {
    await onSeveral(context, 4, async (stores, { make }) => {
      const key = make.signingKey();
      await change(stores[0], (writer) => writer.addSigningKey(key));
      const revocations = stores.map((store, at) =>
        store.transaction((writer) => writer.revokeSigningKey(key.id, later(at)))
      );
      const answers = await Promise.all(revocations);
      const winner = answers.indexOf(true);
      assert.deepEqual(answers.filter(Boolean), [true]);
      const revoked = { ...key, revokedAt: later(winner) };
      assert.deepEqual(await stores[0].signingKey(key.id), revoked);
    });
  });

  test("a key that is trusted by several at once has one row", async (context) => {
    await onSeveral(context, 4, async (stores, { make }) => {
      const key = make.trustedKey();
      await Promise.all(stores.map((store) => {
        const row = { ...key, id: make.uuid() };
        return change(store, (writer) => writer.saveTrustedKey(row));
      }));
      const rows = await stores[0].trustedKeysOf([key.orgId], [key.fingerprint]);
      assert.equal(rows.length, 1);
      assert.equal(rows[0]?.revokedAt, null);
    });
  });

  test("of several organisations that import a signature at once one has it", async (context) => {
    await onSeveral(context, 4, async (stores, { make }) => {
      const { packageHash, keyFingerprint } = make.signature();
      const rows = stores.map((_, at) =>
        make.signature({ packageHash, keyFingerprint, signedAt: later(at) })
      );
      const answers = await Promise.all(
        stores.map((store, at) =>
          store.transaction((writer) => writer.importSignatures([rows[at]!]))
        ),
      ).then((saved) => outcomesOf(saved.flat()));
      assert.deepEqual(answers.filter((answer) => answer !== "foreign"), ["written"]);
      const winner = rows[answers.indexOf("written")];
      assert.deepEqual(await stores[0].signaturesOf(packageHash), [winner]);
    });
  });

  test("who signs has the row, whoever imports it at the same time", async (context) => {
    await onSeveral(context, 2, async ([signing, importing], { make }) => {
      const own = make.signature();
      const { packageHash, keyFingerprint } = own;
      const theirs = make.signature({ packageHash, keyFingerprint });
      const [imported] = await Promise.all([
        importing.transaction((writer) => writer.importSignatures([theirs])),
        change(signing, (writer) => writer.saveSignatures([own])),
      ]);
      const id = outcomesOf(imported)[0] === "written" ? theirs.id : own.id;
      assert.deepEqual(await signing.signaturesOf(packageHash), [{ ...own, id }]);
    });
  });

  test("while signing keys are locked, nobody else adds or changes one", async (context) => {
    await onSeveral(context, 3, async ([rotating, adding, revoking], { make }) => {
      const [key, added] = [make.signingKey(), make.signingKey()];
      await change(rotating, (writer) => writer.addSigningKey(key));
      const order: string[] = [];
      const others: Promise<unknown>[] = [];
      await rotating.transaction(async (writer) => {
        await writer.lock("signing keys");
        others.push(change(
          adding,
          (other) => other.addSigningKey(added).then(() => order.push("added")),
        ));
        others.push(change(
          revoking,
          (other) => other.revokeSigningKey(key.id, later(1)).then(() => order.push("revoked")),
        ));
        const filter = { orgId: null, includeRevoked: true };
        for (let round = 0; round < 20; round++) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          assert.deepEqual(await writer.listSigningKeys(filter, ALL), { rows: [key], total: 1 });
        }
        await sealAnew(writer, key.id, make.bytes(60));
        order.push("sealed anew");
      });
      await Promise.all(others);
      assert.equal(order[0], "sealed anew");
      assert.deepEqual(order.toSorted(), ["added", "revoked", "sealed anew"]);
      assert.deepEqual((await rotating.signingKey(key.id))?.revokedAt, later(1));
      assert.deepEqual(await rotating.signingKey(added.id), added);
    });
  });
}

type Stores = readonly [Store, Store, Store, ...(readonly Store[])];

/** Runs work with so many openings of one place (with fewer than three, the first stands in for the rest). */
async function onSeveral(
  context: ContractTest,
  count: number,
  work: (stores: Stores, context: ContractTest) => Promise<void>,
): Promise<void> {
  const others: Store[] = [];
  try {
    while (others.length < count - 1) others.push(await context.openAgain());
    const stores: Store[] = [context.store, ...others];
    const [first = context.store, second = first, third = first, ...rest] = stores;
    await work([first, second, third, ...rest], context);
  } finally {
    for (const store of others) await store.close();
  }
}

async function eightOfOneName(stores: Stores, { make }: ContractTest): Promise<void> {
  const orgId = make.orgId();
  const keys = Array.from({ length: 8 }, () => make.signingKey({ orgId, name: "release" }));
  const outcomes = await Promise.allSettled(keys.map((key, at) => {
    const store = stores[at % stores.length] ?? stores[0];
    return change(store, (writer) => writer.addSigningKey(key));
  }));
  const winners = keys.filter((_, at) => outcomes[at]?.status === "fulfilled");
  const codes = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason.code] : []
  );
  assert.deepEqual(codes, Array(7).fill("duplicate_name"));
  const listing = await stores[0].listSigningKeys({ orgId, includeRevoked: true }, ALL);
  assert.deepEqual(listing, { rows: winners, total: 1 });
}

async function sixteenKeys(stores: Stores, { make }: ContractTest): Promise<void> {
  const orgId = make.orgId();
  const keys = Array.from({ length: 16 }, () => make.signingKey({ orgId }));
  await Promise.all(keys.map((key, at) => {
    const store = stores[at % stores.length] ?? stores[0];
    return change(store, (writer) => writer.addSigningKey(key));
  }));
  const listing = await stores[0].listSigningKeys({ orgId, includeRevoked: true }, ALL);
  assert.deepEqual(listing, { rows: byId(keys), total: 16 });
}
