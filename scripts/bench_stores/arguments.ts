import { parseCount, readOptions } from "../bench/options.ts";

/** How `scripts/bench_stores.ts` is called. */
export const STORES_USAGE = `usage: deno task bench:stores [options]

Measures the three stores as they grow and prints the tables; a full run puts them into docs/benchmarks.md.

  --runs N   how often every operation is measured at every size (default: 30, with --quick 3)
  --quick    small sizes, to see that the benchmark works; writes nothing
  --help     print this text

A full run needs PostgreSQL's programs, 4 GB in the temporary folder, which TMPDIR may name, and some minutes.
`;

/** The options of a run. */
export interface StoresOptions {
  readonly runs: number;
  readonly quick: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `invalid_request` for an unknown option or a bad value. */
export function parseStoresArguments(args: readonly string[]): StoresOptions {
  const { runs, ...options } = readOptions("bench:stores", args, {
    runs: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  });
  return { ...options, runs: parseCount("runs", runs ?? (options.quick ? "3" : "30")) };
}
