import assert from "node:assert/strict";
import { allPages } from "../../../src/http/client/pages.ts";

interface Asked {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string;
}

/** A part of a list of numbers; a position is the last of them. */
interface Part {
  readonly items: readonly number[];
  readonly total: number;
  readonly next?: string;
}

/** A server with so many items, which are numbers; what it says of itself may be changed. */
function listOf(
  count: number,
  answer: (asked: Asked, honest: Part) => Part = (_, honest) => honest,
) {
  const asked: Asked[] = [];
  const ask = (page: Asked) => {
    asked.push(page);
    const start = page.after === undefined ? page.offset : Number(page.after) + 1;
    const length = Math.max(0, Math.min(page.limit, count - start));
    const items = Array.from({ length }, (_, index) => start + index);
    const last = start + length < count ? items.at(-1) : undefined;
    const next = last === undefined ? {} : { next: String(last) };
    return Promise.resolve(answer(page, { items, total: count, ...next }));
  };
  return { asked, ask };
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

Deno.test("a list beyond 1,000 items is gathered part by part", async () => {
  const { asked, ask } = listOf(2500);
  const { items, total } = await allPages({ limit: 5000, offset: 0 }, ask);
  assert.deepEqual(items, upTo(2500));
  assert.equal(total, 2500);
  assert.deepEqual(asked, [
    { limit: 1000, offset: 0 },
    { limit: 1000, offset: 0, after: "999" },
    { limit: 1000, offset: 0, after: "1999" },
  ]);
});

Deno.test("no more is asked for at a time than an answer has room for", async () => {
  const { asked, ask } = listOf(150);
  assert.deepEqual((await allPages({ limit: 140, offset: 0 }, ask, 64)).items, upTo(140));
  assert.deepEqual(asked, [
    { limit: 64, offset: 0 },
    { limit: 64, offset: 0, after: "63" },
    { limit: 12, offset: 0, after: "127" },
  ]);
});

Deno.test("no more is asked for than is wanted, from where it is wanted", async () => {
  const { asked, ask } = listOf(5000);
  const { items, total, next } = await allPages({ limit: 1500, offset: 700 }, ask);
  assert.deepEqual(items, upTo(2200).slice(700));
  assert.deepEqual([total, next], [5000, "2199"]);
  assert.deepEqual(asked, [
    { limit: 1000, offset: 700 },
    { limit: 500, offset: 0, after: "1699" },
  ]);
});

Deno.test("a list goes on after the position that is given", async () => {
  const { asked, ask } = listOf(30);
  const page = { limit: 10, offset: 0, after: "19" };
  assert.deepEqual(await allPages(page, ask), { items: upTo(30).slice(20), total: 30 });
  assert.deepEqual(asked, [page]);
});

Deno.test("a list that ends with a full part is not asked for once more", async () => {
  const { asked, ask } = listOf(2000);
  assert.equal((await allPages({ limit: 5000, offset: 0 }, ask)).items.length, 2000);
  assert.equal(asked.length, 2);
});

Deno.test("an empty list, and one that ends before it begins, are asked for once", async () => {
  for (const [count, offset] of [[0, 0], [5, 5], [5, 900]] as const) {
    const { asked, ask } = listOf(count);
    assert.deepEqual(await allPages({ limit: 100, offset }, ask), { items: [], total: count });
    assert.equal(asked.length, 1);
  }
});

Deno.test("a list that shrinks meanwhile ends where it ends now", async () => {
  const { asked, ask } = listOf(
    2500,
    ({ after }, honest) =>
      after === undefined ? honest : { items: honest.items.slice(0, 10), total: 1010 },
  );
  const { items, total } = await allPages({ limit: 5000, offset: 0 }, ask);
  assert.deepEqual(items, upTo(1010));
  assert.equal(total, 1010);
  assert.equal(asked.length, 2);
});

for (
  const [what, length] of [["nothing", 0], ["one item a time", 1], ["all but one", 999]] as const
) {
  Deno.test(`a total that is never reached, by a server that sends ${what}, ends with the first part`, async () => {
    const { asked, ask } = listOf(1e9, (_, honest) => ({
      items: honest.items.slice(0, length),
      total: Number.MAX_SAFE_INTEGER,
      next: "7",
    }));
    const { items } = await allPages({ limit: 1e6, offset: 0 }, ask);
    assert.equal(items.length, length);
    assert.equal(asked.length, 1);
  });
}

Deno.test("a server that never ends is asked for no more than is wanted", async () => {
  const { asked, ask } = listOf(1e9);
  const { items } = await allPages({ limit: 3500, offset: 0 }, ask);
  assert.equal(items.length, 3500);
  assert.equal(asked.length, 4);
});

Deno.test("a server that sends more than it was asked for has the rest dropped", async () => {
  const { asked, ask } = listOf(5000, () => ({ items: upTo(3000), total: 3000 }));
  const { items } = await allPages({ limit: 10, offset: 0 }, ask);
  assert.deepEqual(items, upTo(10));
  assert.equal(asked.length, 1);
});

Deno.test("a list without a position after it ends, whatever its total is said to be", async () => {
  const { asked, ask } = listOf(5000, (_, { items }) => ({ items, total: 9000 }));
  assert.equal((await allPages({ limit: 5000, offset: 0 }, ask)).items.length, 1000);
  assert.equal(asked.length, 1);
});
