import { comesBefore, formatPosition, type ListPosition, parsePosition } from "./list_position.ts";

/** Which slice of a list is asked for: see `Page` of the store. */
interface Wanted {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string;
}

/** A slice of a whole list that is sorted by position, how long the list is, and, if more follow, after what. */
export function sliceList<Item>(
  items: readonly Item[],
  { limit, offset, after }: Wanted,
  positionOf: (item: Item) => ListPosition,
): { readonly items: readonly Item[]; readonly total: number; readonly next?: string } {
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
