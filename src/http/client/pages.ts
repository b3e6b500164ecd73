import { MAX_PAGE } from "../../contract/fields.ts";
import type { Items, Page } from "../../domain/list_slice.ts";

/**
 * A list of any length, asked for in parts of at most MAX_PAGE, each after the last row of the one before, so that none
 * is passed over or comes twice. It ends where a part is not full, whatever the server says.
 */
export async function allPages<Item>(
  { limit, ...start }: Page,
  ask: (page: Page) => Promise<Items<Item>>,
): Promise<Items<Item>> {
  const items: Item[] = [];
  let from: Omit<Page, "limit"> = start;
  while (true) {
    const asked = Math.min(limit - items.length, MAX_PAGE);
    const { items: part, total, next } = await ask({ limit: asked, ...from });
    items.push(...part.slice(0, asked));
    if (next === undefined || part.length < asked) return { items, total };
    if (items.length >= limit) return { items, total, next };
    from = { offset: 0, after: next };
  }
}
