/** The last of many items. */
export interface LastItems<Item> {
  readonly add: (item: Item) => void;
  /** In the order in which they were added. */
  readonly items: () => readonly Item[];
  /** How many were added. */
  readonly count: () => number;
}

/** Keeps the last `limit` items, and forgets those before. */
export function lastItems<Item>(limit: number): LastItems<Item> {
  const ring: Item[] = [];
  let count = 0;
  return {
    add: (item) => void (ring[count++ % limit] = item),
    items: () => {
      const oldest = count > limit ? count % limit : 0;
      return [...ring.slice(oldest), ...ring.slice(0, oldest)];
    },
    count: () => count,
  };
}
