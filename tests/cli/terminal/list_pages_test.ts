import assert from "node:assert/strict";
import {
  filteredPages,
  ITEMS_AT_ONCE,
  listPages,
  slicedPages,
} from "../../../src/cli/terminal/list_pages.ts";
import { itemPrinter } from "../../../src/cli/terminal/item_printer.ts";
import type { Items, Page } from "../../../src/domain/list_slice.ts";

/** The numbers from 1 to `total`, of which a page says after which number the next one begins. */
function counting(total: number, asked: Page[] = []) {
  return (page: Page): Promise<Items<number>> => {
    asked.push(page);
    const start = page.after === undefined ? page.offset : Number(page.after);
    const end = Math.min(start + page.limit, total);
    const items = Array.from({ length: end - start }, (_, index) => start + index + 1);
    return Promise.resolve({ items, total, ...(end < total && { next: String(end) }) });
  };
}

async function sizes(pages: AsyncIterable<Items<number>>): Promise<readonly number[]> {
  return (await Array.fromAsync(pages)).map(({ items }) => items.length);
}

Deno.test("a long list is asked for in pages, each after the one before", async () => {
  const asked: Page[] = [];
  const pages = listPages({ limit: 2500, offset: 7 }, counting(10_000, asked));
  const all = await Array.fromAsync(pages);
  assert.deepEqual(asked, [
    { limit: ITEMS_AT_ONCE, offset: 7 },
    { limit: ITEMS_AT_ONCE, offset: 0, after: "1007" },
    { limit: 500, offset: 0, after: "2007" },
  ]);
  assert.deepEqual(all.map(({ items }) => items.length), [1000, 1000, 500]);
  assert.deepEqual(all.flatMap(({ items }) => items).slice(-1), [2507]);
  assert.equal(all.at(-1)?.next, "2507");
});

Deno.test("a list ends where no more follow, however much was wanted", async () => {
  assert.deepEqual(await sizes(listPages({ limit: Infinity, offset: 0 }, counting(2000))), [
    1000,
    1000,
  ]);
  assert.deepEqual(await sizes(listPages({ limit: 9, offset: 0 }, counting(0))), [0]);
});

Deno.test("a page is written before the next one is asked for", async () => {
  const events: string[] = [];
  const ask = counting(2500);
  for (const flags of [{ json: true }, {}, { idsOnly: true }]) {
    events.length = 0;
    const printer = itemPrinter(
      {
        columns: null,
        write: (text) => Promise.resolve(void events.push(`write ${String(text).length > 9}`)),
        note: () => Promise.resolve(),
      },
      flags,
      { columns: [{ title: "number" }], toId: String, toJson: (number) => ({ number }), toRow },
    );
    for await (
      const { items } of listPages({ limit: 5000, offset: 0 }, (page) => {
        events.push(`ask after ${page.after}`);
        return ask(page);
      })
    ) await printer.add(items);
    assert.deepEqual(events, [
      ...["ask after undefined", "write true", "ask after 1000", "write true"],
      ...["ask after 2000", "write true"],
    ]);
  }
});

Deno.test("items that pass come in full pages, up to a limit, and the last page says how many pass", async () => {
  const isEven = (number: number) => number % 2 === 0;
  const filtered = (limit: number) =>
    filteredPages(listPages({ limit: Infinity, offset: 0 }, counting(5001)), isEven, limit);
  assert.deepEqual(await sizes(filtered(Infinity)), [1000, 1000, 500]);
  const few = await Array.fromAsync(filtered(3));
  assert.deepEqual(few, [{ items: [2, 4, 6], total: 2500 }]);
});

Deno.test("a list that is whole is cut into pages, an empty one into one", async () => {
  const whole = Array.from({ length: 2001 }, (_, index) => index);
  assert.deepEqual(await sizes(slicedPages(whole)), [1000, 1000, 1]);
  assert.deepEqual(await Array.fromAsync(slicedPages([])), [{ items: [], total: 0 }]);
});

function toRow(number: number): readonly string[] {
  return [String(number)];
}
