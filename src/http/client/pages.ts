import { MAX_PAGE } from "../../contract/fields.ts";
import type { Items, Page } from "../../domain/list_slice.ts";

/**
 * Fetches a list of any length in pages of at most `most` items, each after the last row of the previous one, so that no
 * row is missed or repeated. Stops at the first page that is not full, regardless of what the server says.
 */
export async function allPages<Item>(
  { limit, ...start }: Page,
  ask: (page: Page) => Promise<Items<Item>>,
  most: number = MAX_PAGE,
): Promise<Items<Item>> {
  const items: Item[] = [];
  let from: Omit<Page, "limit"> = start;
  while (true) {
    const asked = Math.min(limit - items.length, most);
    const { items: part, total, next } = await ask({ limit: asked, ...from });
    items.push(...part.slice(0, asked));
    if (next === undefined || part.length < asked) return { items, total };
    if (items.length >= limit) return { items, total, next };
    from = { offset: 0, after: next };
  }
}
