import assert from "node:assert/strict";
import { formatPosition } from "../../../src/domain/list_position.ts";
import type { Page } from "../../../src/domain/list_slice.ts";
import type { Listing, Store } from "../../../src/store/store.ts";
import { later, type RecordBuilder } from "../records.ts";
import { change, refuses, type RegisterTest, save } from "./opened_store.ts";

/** A list of a store, by the ids of its rows, and what takes the n-th row out of it. */
interface List {
  readonly what: string;
  /** Saves so many rows, each later than the one before, and gives their ids. */
  readonly fill: (store: Store, make: RecordBuilder, count: number) => Promise<readonly string[]>;
  readonly read: (store: Store, page: Page) => Promise<Listing<{ readonly id: string }>>;
}

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11" as ReturnType<RecordBuilder["orgId"]>;
const ACTIVE = { orgId: ORG, includeRevoked: false } as const;

/** Times that no store has written. */
const FORGED_TIMES = [
  "tomorrow",
  "2026-02-30 00:00:00",
  "0000-01-01 00:00:00",
  "2026-01-28 24:00:00",
  "2026-01-28 12:00:00.1234567",
  "infinity",
  "99999999999999999",
];

/** Two rows of each time, so that the id decides between them. */
const timeOf = (index: number) => later(Math.floor(index / 2));

const LISTS: readonly List[] = [
  {
    what: "signing keys",
    fill: async (store, make, count) => {
      const rows = many(count, (createdAt) => make.signingKey({ orgId: ORG, createdAt }));
      await save(store, { signingKeys: rows });
      return idsInOrder(rows, ({ createdAt }) => createdAt);
    },
    read: (store, page) => store.listSigningKeys(ACTIVE, page),
  },
  {
    what: "trusted keys",
    fill: async (store, make, count) => {
      const rows = many(count, (trustedAt) => make.trustedKey({ orgId: ORG, trustedAt }));
      await save(store, { trustedKeys: rows });
      return idsInOrder(rows, ({ trustedAt }) => trustedAt);
    },
    read: (store, page) => store.listTrustedKeys({ orgIds: [ORG], includeRevoked: false }, page),
  },
  {
    what: "signatures",
    fill: async (store, make, count) => {
      const rows = many(count, (signedAt) => make.signature({ orgId: ORG, signedAt }));
      await save(store, { signatures: rows });
      return idsInOrder(rows, ({ signedAt }) => signedAt);
    },
    read: (store, page) => store.listSignatures({ orgId: ORG, fingerprint: null }, page),
  },
  {
    what: "API tokens",
    fill: async (store, make, count) => {
      const rows = many(count, (createdAt) => make.apiToken({ orgId: ORG, createdAt }));
      await save(store, { apiTokens: rows });
      return idsInOrder(rows, ({ createdAt }) => createdAt);
    },
    read: (store, page) => store.listApiTokens(ACTIVE, page),
  },
];

/** Lists that are read in several calls, while others write. */
export function listingContract(test: RegisterTest, hasTimesAsText: boolean): void {
  for (const { what, fill, read } of LISTS) {
    test(`${what} are read to their end, each once, slice after slice`, async ({ store, make }) => {
      const ids = await fill(store, make, 7);
      for (const limit of [1, 2, 3, 6, 7, 8]) {
        const slices = await walk((page) => read(store, page), limit);
        assert.deepEqual(slices.flat(), ids);
        assert.equal(slices.length, Math.ceil(ids.length / limit));
      }
    });

    test(`where ${what} go on is taken from no other text`, async ({ store, make }) => {
      const ids = await fill(store, make, 1);
      const forged = FORGED_TIMES.map((time) => formatPosition({ id: make.uuid(), time }));
      const from = (after: string) => read(store, { limit: 5, offset: 0, after });
      for (const after of ["", "x", "AAAA", "a".repeat(40), "' or true --"]) {
        await refuses("invalid_request", from(after));
      }
      for (const after of forged) {
        if (!hasTimesAsText) {
          await refuses("invalid_request", from(after));
          continue;
        }
        const { rows, total } = await from(after);
        assert.equal(total, ids.length);
        assert.ok(rows.every(({ id }) => ids.includes(id)));
      }
    });
  }

  test("every slice of a list says how many there were when it began", async ({ store, make }) => {
    const ids = await LISTS[0]!.fill(store, make, 5);
    const first = await LISTS[0]!.read(store, { limit: 2, offset: 0 });
    const second = await LISTS[0]!.read(store, { limit: 2, offset: 0, after: first.next! });
    const third = await LISTS[0]!.read(store, { limit: 2, offset: 0, after: second.next! });
    assert.deepEqual([first.total, second.total, third.total], [5, 5, 5]);
    assert.deepEqual(third.rows.map(({ id }) => id), ids.slice(4));
  });

  test("a key that is revoked between two slices shifts no other out of them", async ({ store, make }) => {
    const keys = many(6, (trustedAt) => make.trustedKey({ orgId: ORG, trustedAt }));
    await save(store, { trustedKeys: keys });
    const read = (page: Page) =>
      store.listTrustedKeys({ orgIds: [ORG], includeRevoked: false }, page);
    const ordered = idsInOrder(keys, ({ trustedAt }) => trustedAt);
    const first = await read({ limit: 3, offset: 0 });
    const gone = keys.find(({ id }) => id === ordered[0])!;
    await change(store, (writer) => writer.revokeTrustedKey(ORG, gone.id, later(9)));
    const second = await read({ limit: 3, offset: 0, after: first.next! });
    assert.deepEqual([...first.rows, ...second.rows].map(({ id }) => id), ordered);
    // By an offset the fourth is passed over, which is why there is a position.
    assert.equal((await read({ limit: 3, offset: 3 })).rows.length, 2);
  });

  test("a signature that is made again between two slices brings none twice and loses none", async ({ store, make }) => {
    const rows = many(6, (signedAt) => make.signature({ orgId: ORG, signedAt }));
    await save(store, { signatures: rows });
    const read = (page: Page) => store.listSignatures({ orgId: ORG, fingerprint: null }, page);
    const ordered = idsInOrder(rows, ({ signedAt }) => signedAt);
    const first = await read({ limit: 3, offset: 0 });
    const again = make.signature({
      ...rows.find(({ id }) => id === ordered[2])!,
      signature: make.bytes(64),
      signedAt: later(2.5),
    });
    await change(store, (writer) => writer.saveSignatures([again]));
    const rest = await read({ limit: 9, offset: 0, after: first.next! });
    const others = rest.rows.map(({ id }) => id).filter((id) => id !== ordered[2]);
    assert.deepEqual(others, ordered.slice(3));
  });

  test("all trusted keys that a word may mean are read at once, and none else", async ({ store, make }) => {
    const key = make.trustedKey({ orgId: ORG, name: "vendor", trustedAt: later(1) });
    const prefix = key.fingerprint.slice(0, 8);
    const named = make.trustedKey({ orgId: ORG, name: prefix, trustedAt: later(2) });
    const revoked = make.trustedKey({ orgId: ORG, name: "vendor", revokedAt: later(3) });
    const elsewhere = make.trustedKey({ name: "vendor" });
    const nameless = make.trustedKey({ orgId: ORG, name: null });
    await save(store, { trustedKeys: [named, key, revoked, elsewhere, nameless] });
    const meant = async (
      names: readonly string[],
      prefix: string | null,
      limit = 10,
      isRevoked = false,
    ) =>
      (await store.meantTrustedKeys({ orgId: ORG, isRevoked, names, prefix, id: null }, limit))
        .map(({ id }) => id);
    assert.deepEqual(await meant(["vendor"], prefix, 10, true), [revoked.id]);
    assert.deepEqual(await meant([], revoked.fingerprint.slice(0, 9), 10, true), [revoked.id]);
    assert.deepEqual(await meant([], revoked.fingerprint), []);
    assert.deepEqual(await meant([prefix], nameless.fingerprint, 10, true), []);
    assert.deepEqual(await meant([prefix], prefix), [key.id, named.id]);
    assert.deepEqual(await meant([prefix], prefix, 1), [key.id]);
    assert.deepEqual(await meant(["vendor"], null), [key.id]);
    assert.deepEqual(await meant(["VENDOR", "", "vendor "], null), []);
    assert.deepEqual(await meant([], nameless.fingerprint), [nameless.id]);
    assert.deepEqual(await meant([], nameless.fingerprint.slice(0, 63)), [nameless.id]);
    assert.deepEqual(await meant([], null), []);
    assert.deepEqual(await meant(["vendor", prefix], nameless.fingerprint), [
      ...[nameless, key, named].map(({ id }) => id),
    ]);
  });
}

/** Rows, made in any order. */
function many<Row>(count: number, make: (time: Date) => Row): readonly Row[] {
  return Array.from({ length: count }, (_, index) => make(timeOf(count - 1 - index)));
}

function idsInOrder<Row extends { readonly id: string }>(
  rows: readonly Row[],
  timeOf: (row: Row) => Date,
): readonly string[] {
  const ordered = rows.toSorted((left, right) =>
    timeOf(left).getTime() - timeOf(right).getTime() || (left.id < right.id ? -1 : 1)
  );
  return ordered.map(({ id }) => id);
}

/** The ids of all slices, from the first to the one after which nothing follows. */
async function walk(
  read: (page: Page) => Promise<Listing<{ readonly id: string }>>,
  limit: number,
): Promise<readonly (readonly string[])[]> {
  const slices = [];
  let page: Page = { limit, offset: 0 };
  for (let count = 0; count < 20; count++) {
    const { rows, next } = await read(page);
    slices.push(rows.map(({ id }) => id));
    if (next === undefined) return slices;
    page = { limit, offset: 0, after: next };
  }
  throw new Error("the list does not end");
}
