import type * as z from "zod/mini";
import type { Items, Operations } from "../../operations/operations.ts";
import type { ApiRequest, Transport } from "../client_transport.ts";
import { itemsOf } from "../wire/fields.ts";
import { MAX_PAGE } from "../wire.ts";

type Page = Parameters<Operations["keys"]["list"]>[0]["page"];

/** Which list of a server, and what its items are. */
interface List<Item extends z.ZodMiniType> extends Pick<ApiRequest<Item>, "path" | "query"> {
  readonly item: Item;
}

/** A slice of any length of a list on a server. */
export function listAll<Item extends z.ZodMiniType>(
  { send }: Transport,
  { path, query, item }: List<Item>,
  page: Page,
): Promise<Items<z.output<Item>>> {
  const answer = itemsOf(item);
  return allPages(
    page,
    (part) => send({ method: "GET", path, query: { ...query, ...part }, answer }),
  );
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
