import { dirname, join } from "node:path";
import { parseCount, readOptions } from "./options.ts";

/** How `scripts/bench.ts` is called. */
export const BENCH_USAGE = `usage: deno task bench [options]

Measures cloacina beside its peers and prints the tables; a full run puts them into docs/benchmarks.md.

  --executable PATH   the compiled cloacina, made by the Deno that runs this (default: dist/cloacina)
  --offline PATH      the compiled cloacina-offline (default: beside the other)
  --baseline PATH     the executable of an earlier build, which then has a row beside the others
  --rounds N          how often each command is run (default: 7, with --quick 2)
  --quick             small sizes, to see that the benchmark works; judges and writes nothing
  --help              print this text

It needs hyperfine and GNU time. A full run takes about ten minutes, and 3 GB in the temporary folder, which TMPDIR may
name.
`;

/** The options of a run. */
export interface BenchOptions {
  readonly executable: string;
  readonly offline: string;
  readonly baseline: string | undefined;
  readonly rounds: number;
  readonly quick: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws `invalid_request` for an unknown option or a bad value. */
export function parseBenchArguments(args: readonly string[]): BenchOptions {
  const { rounds, offline, baseline, ...options } = readOptions("bench", args, {
    executable: { type: "string", default: "dist/cloacina" },
    offline: { type: "string" },
    baseline: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  });
  return {
    ...options,
    baseline,
    offline: offline ?? join(dirname(options.executable), "cloacina-offline"),
    rounds: parseCount("rounds", rounds ?? (options.quick ? "2" : "7")),
  };
}
