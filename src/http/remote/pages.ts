import type { Items } from "../../operations/operations.ts";
import { MAX_PAGE } from "../wire.ts";

/** The slice of a list. */
interface Page {
  readonly limit: number;
  readonly offset: number;
}

/**
 * A list of any length, asked for in parts of at most MAX_PAGE. It ends where a part is not full, whatever the total is
 * said to be: what was there before may be gone.
 */
export async function allPages<Item>(
  { limit, offset }: Page,
  ask: (page: Page) => Promise<Items<Item>>,
): Promise<Items<Item>> {
  const items: Item[] = [];
  while (true) {
    const asked = Math.min(limit - items.length, MAX_PAGE);
    const part = await ask({ limit: asked, offset: offset + items.length });
    items.push(...part.items.slice(0, asked));
    const isLast = part.items.length < asked || offset + items.length >= part.total;
    if (isLast || items.length >= limit) return { items, total: part.total };
  }
}
