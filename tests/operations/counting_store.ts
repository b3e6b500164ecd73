import type { Store } from "../../src/store/store.ts";

/** What was asked of a store: how many reads, and how often a field of a row that they returned was looked at. */
export interface Counts {
  readonly reads: number;
  readonly fields: number;
}

/** A store whose reads outside of transactions are counted, with what came of them. */
export interface CountingStore {
  readonly store: Store;
  /** The counts since this was last called. */
  readonly take: () => Counts;
}

type Read = (...request: readonly never[]) => Promise<unknown>;

/** Counts what is done with a store. */
export function countingStore(store: Store): CountingStore {
  let [reads, fields] = [0, 0];
  const counted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(counted);
    if (typeof value !== "object" || value === null) return value;
    if ("rows" in value) return { ...value, rows: counted(value.rows) };
    return new Proxy(value, {
      get: (row, name) => {
        fields++;
        return Reflect.get(row, name);
      },
    });
  };
  const entries = Object.entries(store.withDamaged) as unknown as readonly (readonly [
    string,
    Read,
  ])[];
  const withDamaged = Object.fromEntries(entries.map(([name, read]) => [
    name,
    async (...request: readonly never[]) => {
      reads++;
      return counted(await read(...request));
    },
  ])) as unknown as Store["withDamaged"];
  return {
    store: { ...store, withDamaged },
    take: () => {
      const counts = { reads, fields };
      [reads, fields] = [0, 0];
      return counts;
    },
  };
}
