/** The work of one request. */
export type Work =
  | { readonly kind: "sign"; readonly hashes: number; readonly store: boolean }
  /** Verify a package by its hash, whose signature is stored. */
  | { readonly kind: "verify" };

/** A cell of a table: the work of each request, and the number of concurrent connections. */
export type Cell = Work & { readonly connections: number };

/** The columns of the tables. */
export const CONNECTIONS = [1, 16, 128] as const;

/** The work that the baselines do as well. */
export const SINGLE: Work = { kind: "sign", hashes: 1, store: false };

/** The rows of a store's table. */
const WORKS: readonly Work[] = [
  SINGLE,
  { kind: "sign", hashes: 1, store: true },
  { kind: "sign", hashes: 100, store: false },
  { kind: "sign", hashes: 100, store: true },
  { kind: "verify" },
];

/** Every combination of row and column. */
export const ALL_CELLS: readonly Cell[] = cellsOf(WORKS, CONNECTIONS);

/** The cells of the bare handler and of Ed25519 alone. */
export const BASELINE_CELLS: readonly Cell[] = cellsOf([SINGLE], CONNECTIONS);

/** The cells with more than one connection: of several servers, and of a build before. */
export const BUSY_CELLS: readonly Cell[] = cellsOf(WORKS, CONNECTIONS.slice(1));

/** As in "single hashes, stored". */
export function describeWork(work: Work): string {
  if (work.kind === "verify") return "verify by hash";
  const what = work.hashes === 1 ? "single hashes" : `batches of ${work.hashes}`;
  return `${what}, ${work.store ? "stored" : "not stored"}`;
}

function cellsOf(works: readonly Work[], connections: readonly number[]): readonly Cell[] {
  return works.flatMap((work) => connections.map((count) => ({ ...work, connections: count })));
}
