import type * as z from "zod/mini";
import { itemsOf, MAX_PAGE } from "../../contract/fields.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { Operations } from "../../operations/operations.ts";
import type { ApiRequest, Transport } from "./client_transport.ts";

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
  return allPages(page, async ({ limit, offset, after }) => {
    const start = after === undefined ? { offset } : { after };
    const part = { ...query, limit, ...start };
    const { items, total, next } = await send({ method: "GET", path, query: part, answer });
    return { items, total, ...(next !== undefined && { next }) };
  });
}

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
