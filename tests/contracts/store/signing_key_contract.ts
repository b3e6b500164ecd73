import assert from "node:assert/strict";
import type { KeyId, OrgId } from "../../../src/domain/ids.ts";
import type { SigningKeyRecord } from "../../../src/domain/records.ts";
import type { Store } from "../../../src/store/store.ts";
import { later, type RecordBuilder } from "../records.ts";
import { byId, change, refuses, type RegisterTest, save } from "./opened_store.ts";

const ALL = { limit: 100, offset: 0 };

/** Signing keys: adding, meaning one, listing, revoking, sealing anew. */
export function signingKeyContract(test: RegisterTest): void {
  test("a signing key that is not there is null", async ({ store, make }) => {
    await save(store, { signingKeys: [make.signingKey()] });
    assert.equal(await store.signingKey(make.uuid() as KeyId), null);
  });

  test("a second key of a name is refused, and the first stays", async ({ store, make }) => {
    const first = make.signingKey();
    const second = make.signingKey({ orgId: first.orgId, name: first.name });
    await save(store, { signingKeys: [first] });
    await refuses("duplicate_name", save(store, { signingKeys: [second] }));
    assert.deepEqual(await store.signingKey(first.id), first);
    assert.equal(await store.signingKey(second.id), null);
  });

  test("the name of a revoked key is not free", async ({ store, make }) => {
    const first = make.signingKey();
    await save(store, { signingKeys: [first] });
    await change(store, (writer) => writer.revokeSigningKey(first.id, later(1)));
    const second = make.signingKey({ orgId: first.orgId, name: first.name });
    await refuses("duplicate_name", save(store, { signingKeys: [second] }));
  });

  test("after a refused name the same transaction goes on", async ({ store, make }) => {
    const first = make.signingKey();
    const second = make.signingKey({ orgId: first.orgId, name: first.name });
    const third = make.signingKey({ orgId: first.orgId });
    await change(
      store,
      (writer) => writer.addSigningKey(first),
      (writer) => refuses("duplicate_name", writer.addSigningKey(second)),
      (writer) => writer.addSigningKey(third),
    );
    assert.deepEqual(byId(await keysOf(store, first.orgId)), byId([first, third]));
  });

  test("two organisations may use the same name", async ({ store, make }) => {
    const first = make.signingKey({ name: "release" });
    const second = make.signingKey({ name: "release" });
    await save(store, { signingKeys: [first, second] });
    assert.deepEqual(await store.signingKey(first.id), first);
    assert.deepEqual(await store.signingKey(second.id), second);
  });

  test("names differ by case, by space and by how they are composed", async ({ store, make }) => {
    const orgId = make.orgId();
    const names = ["Key", "key", "key ", "cl\u00e9", "cle\u0301"];
    const keys = names.map((name) => make.signingKey({ orgId, name }));
    await save(store, { signingKeys: keys });
    for (const key of keys) {
      assert.deepEqual(await store.findSigningKeys({ orgId, name: key.name }, 9), [key]);
    }
    assert.deepEqual(await store.findSigningKeys({ orgId, name: "KEY" }, 9), []);
    assert.deepEqual(await store.findSigningKeys({ orgId, name: "ke" }, 9), []);
  });

  test("an id that is taken is refused, and its row stays", async ({ store, make }) => {
    const first = make.signingKey();
    await save(store, { signingKeys: [first] });
    await assert.rejects(save(store, { signingKeys: [make.signingKey({ id: first.id })] }));
    assert.deepEqual(await store.signingKey(first.id), first);
    assert.equal(
      (await store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL)).total,
      1,
    );
  });

  test("a key is meant by its name in its organisation only", async ({ store, make }) => {
    const key = make.signingKey({ name: "it's" });
    await save(store, { signingKeys: [key, make.signingKey({ name: "it's" })] });
    assert.deepEqual(await store.findSigningKeys({ orgId: key.orgId, name: "it's" }, 9), [key]);
    assert.deepEqual(await store.findSigningKeys({ orgId: make.orgId(), name: "it's" }, 9), []);
  });

  test("a key is meant by how its id or its fingerprint begins", async ({ store, make }) => {
    const key = make.signingKey({ revokedAt: later(1) });
    await save(store, { signingKeys: [key, make.signingKey(), make.signingKey()] });
    const id = key.id.replaceAll("-", "");
    const prefixes = [id.slice(0, 8), id.slice(0, 9), id.slice(0, 13), id.slice(0, 31), id]
      .concat(key.fingerprint.slice(0, 8), key.fingerprint.slice(0, 33), key.fingerprint);
    for (const prefix of prefixes) {
      for (const orgId of [null, key.orgId]) {
        assert.deepEqual(await store.findSigningKeys({ orgId, prefix }, 9), [key], prefix);
      }
      assert.deepEqual(await store.findSigningKeys({ orgId: make.orgId(), prefix }, 9), []);
    }
  });

  test("a prefix that no key begins with means none", async ({ store, make }) => {
    const key = make.signingKey();
    await save(store, { signingKeys: [key] });
    const id = key.id.replaceAll("-", "");
    const others = [
      id.slice(1),
      key.fingerprint.slice(1),
      `${id}0`,
      other(id),
      other(key.fingerprint),
    ];
    for (const prefix of others.concat("f".repeat(32), "f".repeat(64), "0".repeat(8))) {
      assert.deepEqual(await store.findSigningKeys({ orgId: null, prefix }, 9), [], prefix);
    }
  });

  test("several keys of one prefix come oldest first, each once, up to the limit", async ({ store, make }) => {
    const orgId = make.orgId();
    const [first, second, third, fourth] = [
      sharing(make, "abcdef12-0000", { orgId, createdAt: later(1) }),
      sharing(make, "abcdef12-ffff", { createdAt: later(2) }),
      sharing(make, "abcdef12-1111", { orgId, createdAt: later(3) }),
      sharing(make, "abcdef12-2222", { createdAt: later(3) }),
    ] as const;
    // Both its id and its fingerprint begin so.
    const fifth = {
      ...sharing(make, "abcdef12-3333", { createdAt: later(9) }),
      fingerprint: `abcdef12${"0".repeat(56)}` as SigningKeyRecord["fingerprint"],
    };
    await save(store, { signingKeys: [fifth, fourth, second, third, first, make.signingKey()] });
    const every = { orgId: null, prefix: "abcdef12" };
    assert.deepEqual(await store.findSigningKeys(every, 9), [first, second, third, fourth, fifth]);
    assert.deepEqual(await store.findSigningKeys(every, 2), [first, second]);
    assert.deepEqual(await store.findSigningKeys({ orgId, prefix: "abcdef12" }, 9), [first, third]);
    assert.deepEqual(await store.findSigningKeys({ orgId: null, prefix: "abcdef120" }, 9), [
      first,
      fifth,
    ]);
  });

  test("prefixes at the ends of the alphabet are found", async ({ store, make }) => {
    const low = sharing(make, "00000000-0000", { createdAt: later(1) });
    const high = sharing(make, "ffffffff-ffff", { createdAt: later(2) });
    await save(store, { signingKeys: [low, high] });
    for (const [prefix, key] of [["0", low], ["f", high]] as const) {
      const query = { orgId: null, prefix: prefix.repeat(8) };
      assert.deepEqual(await store.findSigningKeys(query, 9), [key]);
      const longer = { orgId: null, prefix: prefix.repeat(12) };
      assert.deepEqual(await store.findSigningKeys(longer, 9), [key]);
    }
  });

  test("keys are listed oldest first, then by id, in pages", async ({ store, make }) => {
    const orgId = make.orgId();
    const times = [5, 3, 3, 3, 900, 1000, 7, 0];
    const keys = times.map((time) => make.signingKey({ orgId, createdAt: later(time) }));
    await save(store, { signingKeys: [...keys, make.signingKey()] });
    const ordered = keys.toSorted((a, b) =>
      a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
    );
    const filter = { orgId, includeRevoked: false };
    for (const [offset, limit] of [[0, 100], [0, 3], [3, 3], [6, 3], [8, 3], [100, 3], [2, 0]]) {
      const page = { offset: offset ?? 0, limit: limit ?? 0 };
      const { rows, total } = await store.listSigningKeys(filter, page);
      assert.deepEqual(rows, ordered.slice(page.offset, page.offset + page.limit));
      assert.equal(total, keys.length);
    }
  });

  test("keys of all organisations are listed together", async ({ store, make }) => {
    const keys = [3, 1, 2].map((time) => make.signingKey({ createdAt: later(time) }));
    await save(store, { signingKeys: keys });
    const listing = await store.listSigningKeys({ orgId: null, includeRevoked: false }, ALL);
    assert.deepEqual(listing, { rows: [keys[1], keys[2], keys[0]], total: 3 });
  });

  test("revoked keys are listed on demand only", async ({ store, make }) => {
    const orgId = make.orgId();
    const active = make.signingKey({ orgId, createdAt: later(1) });
    const revoked = make.signingKey({ orgId, createdAt: later(2), revokedAt: later(3) });
    await save(store, { signingKeys: [active, revoked] });
    for (const org of [orgId, null]) {
      const some = await store.listSigningKeys({ orgId: org, includeRevoked: false }, ALL);
      assert.deepEqual(some, { rows: [active], total: 1 });
      const all = await store.listSigningKeys({ orgId: org, includeRevoked: true }, ALL);
      assert.deepEqual(all, { rows: [active, revoked], total: 2 });
    }
  });

  test("an empty store lists nothing", async ({ store }) => {
    const listing = await store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL);
    assert.deepEqual(listing, { rows: [], total: 0 });
  });

  test("a key is revoked once, and keeps the first time", async ({ store, make }) => {
    const key = make.signingKey();
    const other = make.signingKey({ orgId: key.orgId });
    await save(store, { signingKeys: [key, other] });
    assert.equal(await store.transaction((w) => w.revokeSigningKey(key.id, later(1))), true);
    assert.equal(await store.transaction((w) => w.revokeSigningKey(key.id, later(2))), false);
    assert.deepEqual(await store.signingKey(key.id), { ...key, revokedAt: later(1) });
    assert.deepEqual(await store.signingKey(other.id), other);
  });

  test("a key that is not there is not revoked", async ({ store, make }) => {
    const unknown = make.uuid() as KeyId;
    assert.equal(await store.transaction((w) => w.revokeSigningKey(unknown, later(1))), false);
    assert.equal(await store.signingKey(unknown), null);
  });

  test("seeds are sealed anew that have the old seal, and nothing else changes", async ({ store, make }) => {
    const keys = [make.signingKey({ revokedAt: later(1) }), make.signingKey(), make.signingKey()];
    const [first, second, third] = keys as [SigningKeyRecord, SigningKeyRecord, SigningKeyRecord];
    await save(store, { signingKeys: keys });
    const [one, two] = [make.bytes(60), make.bytes(60)];
    const changes = [
      { id: first.id, old: first.sealedSeed, sealedSeed: one },
      { id: second.id, old: second.sealedSeed, sealedSeed: two },
      { id: third.id, old: make.bytes(60), sealedSeed: make.bytes(60) },
      { id: make.uuid() as KeyId, old: make.bytes(60), sealedSeed: make.bytes(60) },
    ];
    const replaced = await store.transaction(async (writer) => {
      await writer.lock("signing keys");
      return await writer.replaceSealedSeeds(changes);
    });
    assert.equal(replaced, 2);
    assert.deepEqual(await store.signingKey(first.id), { ...first, sealedSeed: one });
    assert.deepEqual(await store.signingKey(second.id), { ...second, sealedSeed: two });
    assert.deepEqual(await store.signingKey(third.id), third);
  });
}

async function keysOf(store: Store, orgId: OrgId): Promise<readonly SigningKeyRecord[]> {
  return (await store.listSigningKeys({ orgId, includeRevoked: true }, ALL)).rows;
}

/** A key whose id begins as told: two groups of a UUID. */
function sharing(
  make: RecordBuilder,
  begin: string,
  given: Partial<SigningKeyRecord>,
): SigningKeyRecord {
  return make.signingKey({ id: `${begin}${make.uuid().slice(13)}` as KeyId, ...given });
}

/** The same hex, but for its eighth character. */
function other(hex: string): string {
  return `${hex.slice(0, 7)}${hex[7] === "0" ? "1" : "0"}${hex.slice(8)}`;
}
