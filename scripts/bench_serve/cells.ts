/** The work of one request: signing a number of hashes. */
export interface Work {
  readonly hashes: number;
  readonly store: boolean;
}

/** A cell of a table: the work of each request, and the number of concurrent connections. */
export interface Cell extends Work {
  readonly connections: number;
}

/** The columns of the tables. */
export const CONNECTIONS = [1, 16, 128] as const;

const SINGLE = { hashes: 1, store: false };

/** The rows of a store's table. */
const WORKS: readonly Work[] = [
  SINGLE,
  { hashes: 1, store: true },
  { hashes: 100, store: false },
  { hashes: 100, store: true },
];

/** Every combination of row and column. */
export const ALL_CELLS: readonly Cell[] = cellsOf(WORKS, CONNECTIONS);

/** The cells of the empty handler and of Ed25519 alone. */
export const BASELINE_CELLS: readonly Cell[] = cellsOf([SINGLE], CONNECTIONS);

/** The cells of two servers, which need more than one connection. */
export const PAIR_CELLS: readonly Cell[] = cellsOf(WORKS, CONNECTIONS.slice(1));

/** As in "single hashes, stored". */
export function describeWork({ hashes, store }: Work): string {
  const what = hashes === 1 ? "single hashes" : `batches of ${hashes}`;
  return `${what}, ${store ? "stored" : "not stored"}`;
}

function cellsOf(works: readonly Work[], connections: readonly number[]): readonly Cell[] {
  return works.flatMap((work) => connections.map((count) => ({ ...work, connections: count })));
}
