import { parseArgs } from "node:util";
import { CloacinaError } from "../../src/errors.ts";

/** How `scripts/bench_serve.ts` is called. */
export const SERVE_USAGE = `usage: deno task bench:serve [options]

Puts load on \`cloacina serve\` and prints the tables; a run without --quick puts them into docs/benchmarks.md.

  --seconds N         how long each cell of a table is measured in each round (default: 3, with --quick 1)
  --rounds N          how often each cell is measured; the figure is the median (default: 3, with --quick 1)
  --million           also the memory of a server before and after 1,000,000 signatures
  --soak DURATION     also a server under mixed load for as long, such as 10m: its memory and p99 each minute
  --executable PATH   a compiled cloacina to measure, in place of the source
  --quick             small figures, to see that the benchmark works; writes nothing
  --help              print this text

It needs PostgreSQL's programs. Without --million and --soak it takes about five minutes, with --quick one.
`;

/** The options of a run. */
export interface ServeOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly million: boolean;
  /** Seconds; null for no soak. */
  readonly soak: number | null;
  /** Null for the source. */
  readonly executable: string | null;
  readonly quick: boolean;
  readonly help: boolean;
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Reads the command line; throws `invalid_request` for what is not known. */
export function parseServeArguments(args: readonly string[]): ServeOptions {
  const { seconds, rounds, soak, executable, ...flags } = readValues(args);
  const standard = flags.quick ? "1" : "3";
  return {
    ...{ million: flags.million, quick: flags.quick, help: flags.help },
    seconds: parseNumber("seconds", seconds ?? standard),
    rounds: parseNumber("rounds", rounds ?? standard),
    soak: soak === undefined ? null : parseDuration(soak),
    executable: executable ?? null,
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "seconds": { type: "string" },
        "rounds": { type: "string" },
        "million": { type: "boolean", default: false },
        "soak": { type: "string" },
        "executable": { type: "string" },
        "quick": { type: "boolean", default: false },
        "help": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw invalid(`Cannot read the options: ${error instanceof Error ? error.message : error}`);
  }
}

function parseNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw invalid(`Cannot use --${option} ${text}: it takes a number from 1 to 999`);
}

/** "90s", "10m" or "24h", in seconds. */
function parseDuration(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,3})([smh])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * SECONDS[unit as keyof typeof SECONDS];
  throw invalid(`Cannot use --soak ${text}: it takes a duration such as 90s, 10m or 2h`);
}

function invalid(message: string): CloacinaError {
  return new CloacinaError("invalid_request", message, {
    hint: "see `deno task bench:serve --help`",
  });
}
