import type { Items, Page } from "../../domain/list_slice.ts";

/** How many items of a list are in memory at a time: as many as a server sends. */
export const ITEMS_AT_ONCE = 1000;

/** Asks for a long list in pages, each after the last item of the one before it. */
export async function* listPages<Item>(
  { limit, ...start }: Page,
  ask: (page: Page) => Promise<Items<Item>>,
): AsyncGenerator<Items<Item>> {
  let rest = limit;
  let from: Omit<Page, "limit"> = start;
  while (true) {
    const page = await ask({ limit: Math.min(rest, ITEMS_AT_ONCE), ...from });
    yield page;
    rest -= page.items.length;
    if (page.next === undefined || rest <= 0) return;
    from = { offset: 0, after: page.next };
  }
}

/**
 * The first `limit` items of a list that pass, in full pages, and how many pass in all: the last page alone says that.
 */
export async function* filteredPages<Item>(
  pages: AsyncIterable<Items<Item>>,
  passes: (item: Item) => boolean,
  limit: number,
): AsyncGenerator<Items<Item>> {
  let items: Item[] = [];
  let total = 0;
  for await (const page of pages) {
    for (const item of page.items.filter(passes)) {
      if (total++ < limit) items.push(item);
      if (items.length < ITEMS_AT_ONCE) continue;
      yield { items, total };
      items = [];
    }
  }
  yield { items, total };
}

/** The pages of a list that is whole already. */
export async function* slicedPages<Item>(items: readonly Item[]): AsyncGenerator<Items<Item>> {
  const total = items.length;
  for (let start = 0; start === 0 || start < total; start += ITEMS_AT_ONCE) {
    yield { items: items.slice(start, start + ITEMS_AT_ONCE), total };
  }
}
