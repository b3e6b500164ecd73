import { parseArgs } from "node:util";
import { CloacinaError } from "../../src/errors.ts";

/** How `scripts/bench.ts` is called. */
export const BENCH_USAGE = `usage: deno task bench [options]

Measures cloacina beside its peers and prints the tables; a full run writes docs/benchmarks.md.

  --executable PATH   the compiled cloacina, made by the Deno that runs this (default: dist/cloacina)
  --rounds N          how often everything is measured (default: 7, with --quick 2)
  --quick             small sizes, to see that the benchmark works; judges and writes nothing
  --help              print this text

A full run needs 3 GB in the temporary folder, which TMPDIR may name, and about ten minutes.
`;

/** The options of a run. */
export interface BenchOptions {
  readonly executable: string;
  readonly rounds: number;
  readonly quick: boolean;
  readonly help: boolean;
}

/** Reads the command line; throws `invalid_request` for what is not known. */
export function parseBenchArguments(args: readonly string[]): BenchOptions {
  const { executable, rounds, quick, help } = readValues(args);
  return { executable, rounds: parseRounds(rounds ?? (quick ? "2" : "7")), quick, help };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "executable": { type: "string", default: "dist/cloacina" },
        "rounds": { type: "string" },
        "quick": { type: "boolean", default: false },
        "help": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw invalid(`Cannot read the options: ${error instanceof Error ? error.message : error}`);
  }
}

function parseRounds(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw invalid(`Cannot use --rounds ${text}: it takes a number from 1 to 999`);
}

function invalid(message: string): CloacinaError {
  return new CloacinaError("invalid_request", message, { hint: "see `deno task bench --help`" });
}
