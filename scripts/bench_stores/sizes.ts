/** The rows of a store. There are as many trusted keys as signing keys. */
export interface StoreSize {
  readonly keys: number;
  readonly signatures: number;
}

/** The sizes of a run, ascending: a store grows from one to the next. */
export interface StoreSizes {
  readonly database: readonly StoreSize[];
  readonly directory: readonly StoreSize[];
}

/** The sizes of the published figures. */
export const FULL_STORES: StoreSizes = {
  database: [1000, 10_000, 100_000].map((keys) => sizeOf(keys, 10)),
  directory: [100, 1000, 10_000].map((keys) => sizeOf(keys, 1)),
};

/** Small sizes, to see that the benchmark works. */
export const QUICK_STORES: StoreSizes = {
  database: [20, 200].map((keys) => sizeOf(keys, 10)),
  directory: [20, 40].map((keys) => sizeOf(keys, 1)),
};

function sizeOf(keys: number, signaturesPerKey: number): StoreSize {
  return { keys, signatures: keys * signaturesPerKey };
}
