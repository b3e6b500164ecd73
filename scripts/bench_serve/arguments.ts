import { invalidValue, parseCount, readOptions } from "../bench/options.ts";

/** How `scripts/bench_serve.ts` is called. */
export const SERVE_USAGE = `usage: deno task bench:serve [options]

Puts load on \`cloacina serve\` and prints the tables; a run without --quick puts them into docs/benchmarks.md.

  --seconds N         about how long each cell of a table is measured in each round (default: 3, with --quick 1)
  --rounds N          how often each cell is measured; the figure is the median (default: 3, with --quick 1)
  --servers N         up to how many servers on one Postgres: 2, 4, 8 and so on (default: 2)
  --million           also the memory of a server before and after 1,000,000 signatures
  --soak DURATION     also a server under mixed load for as long, such as 10m: its memory and p99 each minute
  --executable PATH   a compiled cloacina to measure, in place of the source
  --baseline PATH     a compiled cloacina of the build before, to measure beside it
  --quick             small figures, to see that the benchmark works; writes nothing
  --help              print this text

It needs PostgreSQL's programs. Without --million and --soak it takes about five minutes, with --quick one.
`;

/** The options of a run. */
export interface ServeOptions {
  readonly seconds: number;
  readonly rounds: number;
  /** The most servers that share a Postgres. */
  readonly servers: number;
  readonly million: boolean;
  /** Seconds; null for no soak. */
  readonly soak: number | null;
  /** Null for the source. */
  readonly executable: string | null;
  readonly baseline: string | null;
  readonly quick: boolean;
  readonly help: boolean;
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Reads the command line. Throws `invalid_request` for an unknown option or a bad value. */
export function parseServeArguments(args: readonly string[]): ServeOptions {
  const { seconds, rounds, servers, soak, executable, baseline, ...flags } = readOptions(
    "bench:serve",
    args,
    {
      seconds: { type: "string" },
      rounds: { type: "string" },
      servers: { type: "string", default: "2" },
      million: { type: "boolean", default: false },
      soak: { type: "string" },
      executable: { type: "string" },
      baseline: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  );
  const standard = flags.quick ? "1" : "3";
  return {
    ...flags,
    seconds: parseCount("seconds", seconds ?? standard),
    rounds: parseCount("rounds", rounds ?? standard),
    servers: parseCount("servers", servers),
    soak: soak === undefined ? null : parseDuration(soak),
    executable: executable ?? null,
    baseline: baseline ?? null,
  };
}

/** "90s", "10m" or "24h", in seconds. */
function parseDuration(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,3})([smh])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * SECONDS[unit as keyof typeof SECONDS];
  throw invalidValue("soak", text, "a duration such as 90s, 10m or 2h");
}
