import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import type { Held, Store } from "../../../src/store/store.ts";
import { later } from "../records.ts";
import { change, type RegisterTest } from "./opened_store.ts";

/** Uses and revocations of keys and tokens: one after the other, through however many openings. */
export function holdContract(test: RegisterTest): void {
  test("every row of a key pair is found, of any organisation, revoked or not", async ({ store, make }) => {
    const [key, other] = [make.signingKey(), make.signingKey()];
    const { fingerprint, publicKey } = key;
    const copy = { ...make.signingKey(), fingerprint, publicKey, revokedAt: later(1) };
    await change(store, (writer) => writer.addSigningKey(key));
    await change(store, (writer) => writer.addSigningKey(copy));
    await change(store, (writer) => writer.addSigningKey(other));
    const rows = await store.signingKeysOf(fingerprint);
    const ids = (found: typeof rows) => found.map(({ id }) => id).toSorted();
    assert.deepEqual(ids(rows), ids([key, copy]));
    assert.deepEqual(rows.find(({ id }) => id === copy.id), copy);
    assert.deepEqual(await store.signingKeysOf(make.signingKey().fingerprint), []);
    await store.transaction(async (writer) => {
      await writer.addSigningKey({ ...make.signingKey(), fingerprint, publicKey });
      assert.equal((await writer.signingKeysOf(fingerprint)).length, 3);
    });
  });

  test("a look gives what it found, or throws what it threw, and others beside it are done", async ({ store, make }) => {
    const { fingerprint } = make.signingKey();
    const thrown = new CloacinaError("key_revoked", "own");
    const looks = [
      store.holding([fingerprint], () => Promise.resolve("first")),
      store.holding([fingerprint], () => Promise.reject(thrown)),
      store.holding([], () => Promise.resolve("third")),
    ];
    const [first, second, third] = await Promise.allSettled(looks);
    assert.deepEqual(first, { status: "fulfilled", value: "first" });
    assert.deepEqual(second, { status: "rejected", reason: thrown });
    assert.deepEqual(third, { status: "fulfilled", value: "third" });
    assert.equal(await store.holding([], () => Promise.resolve("again")), "again");
  });

  test("a thousand looks at once are done, and each sees the store", async ({ store, make }) => {
    const key = make.signingKey();
    await change(store, (writer) => writer.addSigningKey(key));
    const looks = Array.from(
      { length: 1000 },
      () => store.holding([key.fingerprint], (reader) => reader.signingKey(key.id)),
    );
    for (const found of await Promise.all(looks)) assert.deepEqual(found, key);
  });

  test("a revocation waits for those who use the key, and they for it", async ({ store, openAgain, make }) => {
    const key = make.signingKey();
    await change(store, (writer) => writer.addSigningKey(key));
    const another = await openAgain();
    try {
      const order: string[] = [];
      const entered = Promise.withResolvers<void>();
      const use = store.holding([key.fingerprint], async (reader) => {
        entered.resolve();
        await turns();
        assert.equal((await reader.signingKey(key.id))!.revokedAt, null);
        order.push("used");
      });
      await entered.promise;
      const revocation = revoke(another, key.fingerprint, async (writer) => {
        await writer.revokeSigningKey(key.id, later(1));
        await turns();
        order.push("revoked");
      });
      await use;
      const late = store.holding([key.fingerprint], async (reader) => {
        const { revokedAt } = (await reader.signingKey(key.id))!;
        order.push(revokedAt === null ? "used before" : "saw it");
      });
      await Promise.all([revocation, late]);
      assert.equal(order[0], "used");
      assert.ok(
        order.join() === "used,revoked,saw it" || order.join() === "used,used before,revoked",
      );
    } finally {
      await another.close();
    }
  });

  test("who uses and revokes the same, and two who revoke each other's, do not lock each other out", async ({ store, openAgain, make }) => {
    const [one, two] = [make.apiToken(), make.apiToken()];
    await change(store, (writer) => writer.addApiToken(one));
    await change(store, (writer) => writer.addApiToken(two));
    const another = await openAgain();
    try {
      const cross = (place: Store, mine: Held, theirs: Held) =>
        place.transaction(async (writer) => {
          await writer.hold({ uses: [mine], revokes: [theirs] });
          await turns();
        });
      for (let round = 0; round < 5; round++) {
        await Promise.all([
          cross(store, one.id, two.id),
          cross(another, two.id, one.id),
          cross(store, one.id, one.id),
        ]);
      }
    } finally {
      await another.close();
    }
  });
}

async function revoke(
  store: Store,
  held: Held,
  work: Parameters<Store["transaction"]>[0],
): Promise<void> {
  await store.transaction(async (writer) => {
    await writer.hold({ uses: [], revokes: [held] });
    await work(writer);
  });
}

/** Lets everything else go on for a while. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
