import { parseArgs } from "node:util";
import { CloacinaError } from "../../src/errors.ts";

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

/** Reads the command line; throws `invalid_request` for what is not known. */
export function parseStoresArguments(args: readonly string[]): StoresOptions {
  const { runs, quick, help } = readValues(args);
  return { runs: parseRuns(runs ?? (quick ? "3" : "30")), quick, help };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "runs": { type: "string" },
        "quick": { type: "boolean", default: false },
        "help": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw invalid(`Cannot read the options: ${error instanceof Error ? error.message : error}`);
  }
}

function parseRuns(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw invalid(`Cannot use --runs ${text}: it takes a number from 1 to 999`);
}

function invalid(message: string): CloacinaError {
  return new CloacinaError("invalid_request", message, {
    hint: "see `deno task bench:stores --help`",
  });
}
