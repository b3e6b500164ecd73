import { comesBefore, formatPosition, type ListPosition, parsePosition } from "./list_position.ts";

/**
 * A slice of a listing: at most `limit` rows after a position that a slice before it ended at, else after the first
 * `offset`. Rows that come or go between two slices shift an offset, and no position.
 */
export interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string;
}

/** A slice of a listing, how many items there are in all, and, if more follow, after what position. */
export interface Items<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next?: string;
}

/** A slice of a whole list that is sorted by position, how long the list is, and, if more follow, after what. */
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

function firstAfter(positions: readonly ListPosition[], after: string): number {
  const ended = parsePosition(after);
  const index = positions.findIndex((position) => comesBefore(ended, position));
  return index < 0 ? positions.length : index;
}
