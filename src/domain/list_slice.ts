import { comesBefore, formatPosition, type ListPosition, parsePosition } from "./list_position.ts";

/**
 * A page of a list: at most `limit` rows after the end of the previous page, or after the first `offset` rows. Rows
 * that are added or removed between pages shift an offset, but not a position.
 */
export interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string;
}

/** A page of a list, the total number of items and, if there are more, the position of the last one. */
export interface Items<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next?: string;
}

/** Takes a page from a complete list that is sorted by position. */
export function sliceList<Item>(
  items: readonly Item[],
  { limit, offset, after }: Page,
  positionOf: (item: Item) => ListPosition,
): Items<Item> {
  const start = after === undefined ? offset : firstAfter(items.map(positionOf), after);
  const slice = items.slice(start, start + limit);
  const last = start + limit < items.length ? slice.at(-1) : undefined;
  return {
    items: slice,
    total: items.length,
    ...(last !== undefined && { next: formatPosition(positionOf(last)) }),
  };
}

/** Takes a page from a complete list in any order, sorted by position. */
export function sortAndSlice<Item>(
  items: readonly Item[],
  page: Page,
  positionOf: (item: Item) => ListPosition,
): Items<Item> {
  const sorted = items.toSorted((left, right) =>
    comesBefore(positionOf(left), positionOf(right)) ? -1 : 1
  );
  return sliceList(sorted, page, positionOf);
}

function firstAfter(positions: readonly ListPosition[], after: string): number {
  const ended = parsePosition(after);
  const index = positions.findIndex((position) => comesBefore(ended, position));
  return index < 0 ? positions.length : index;
}
