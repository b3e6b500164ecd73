import { formatCount, formatMebibytes, formatRatio } from "../bench/format.ts";
import { formatTable } from "../bench/table.ts";
import { BUSY_CELLS, type Cell, describeWork, SINGLE, type Work } from "./cells.ts";
import type { CellResult } from "./measure_subjects.ts";
import type { MillionResult } from "./million.ts";
import type { LoadResults, ServeReport } from "./report.ts";

/** What a server should reach, and what it and the server of another build reach: null where that is not measured. */
export interface Target {
  readonly promise: string;
  readonly limit: number;
  readonly isMost: boolean;
  readonly format: (figure: number) => string;
  readonly figure: number | null;
  readonly baseline: number | null;
}

type StoreName = "sqlite" | "postgres";

const TITLES: Readonly<Record<StoreName, string>> = { sqlite: "SQLite", postgres: "Postgres" };
const STORED: Work = { kind: "sign", hashes: 1, store: true };
const BATCH: Work = { kind: "sign", hashes: 100, store: false };
const STORED_BATCH: Work = { kind: "sign", hashes: 100, store: true };
const VERIFY: Work = { kind: "verify" };

/** For the targets that are not of every number of connections. */
const USUAL_CONNECTIONS = 16;

const MIN_SINGLE_RATIO = 0.35;
const MIN_STORED_RATIO = 0.15;
const MIN_VERIFY_RATIO = 0.35;
const MIN_BATCH_RATIO = 0.6;
const MAX_P99_RATIO = 4;
const MAX_BATCH_MICROSECONDS = 130;
const MAX_MEMORY_MIB = 150;
/** Microseconds of a signature, not stored and stored. */
const MAX_MICROSECONDS = { sqlite: [450, 900], postgres: [600, 1000] } as const;

/** One store's results, and what they are compared with. */
interface StoreLoad extends Pick<LoadResults, "signing" | "handler"> {
  readonly title: string;
  readonly results: readonly CellResult[];
  readonly baseline: readonly CellResult[] | null;
}

/** Compares a server on each store with every target. */
export function serveTargets(
  { load, million }: Pick<ServeReport, "load" | "million">,
): readonly Target[] {
  return (["sqlite", "postgres"] as const).flatMap((store) => [
    ...loadTargets(store, load),
    ...million.filter(({ title }) => title === TITLES[store]).map(memory),
  ]);
}

/** The targets as a Markdown table. A verdict goes by the figure that is shown, not by what was rounded away. */
export function formatTargets(targets: readonly Target[]): string {
  const columns = ["target", "build before", "measured", "verdict"]
    .map((title) => ({ title, side: "left" as const }));
  return formatTable(
    columns,
    targets.map(({ promise, limit, isMost, format, figure, baseline }) => [
      `${promise}: at ${isMost ? "most" : "least"} ${format(limit)}`,
      baseline === null ? "–" : format(baseline),
      figure === null ? "–" : format(figure),
      figure === null
        ? "not measured"
        : isMet({ limit, isMost, format, figure })
        ? "met"
        : "MISSED",
    ]),
  );
}

function isMet(
  { limit, isMost, format, figure }: Pick<Target, "limit" | "isMost" | "format"> & {
    figure: number;
  },
): boolean {
  const shown = Number(format(figure).replaceAll(",", ""));
  const bound = Number(format(limit).replaceAll(",", ""));
  return isMost ? shown <= bound : shown >= bound;
}

function loadTargets(store: StoreName, load: LoadResults): readonly Target[] {
  const { signing, handler, baseline } = load;
  const title = TITLES[store];
  const of = {
    signing,
    handler,
    title,
    results: load[store],
    baseline: baseline && baseline[store],
  };
  const [single, stored] = MAX_MICROSECONDS[store];
  return [
    ...rates(of, SINGLE, MIN_SINGLE_RATIO),
    ...rates(of, STORED, MIN_STORED_RATIO),
    ...rates(of, VERIFY, MIN_VERIFY_RATIO),
    batchRate(of),
    latency(of),
    processorTime(of, SINGLE, single),
    processorTime(of, STORED, stored),
    processorTime(of, BATCH, MAX_BATCH_MICROSECONDS),
  ];
}

/** Against the bare handler, for every number of connections that a server under load has. */
function rates(of: StoreLoad, work: Work, limit: number): readonly Target[] {
  return BUSY_CELLS.filter((cell) => isWork(cell, work)).map(({ connections }) => {
    const bare = find(of.handler, SINGLE, connections)!.perSecond;
    return toTarget(of, {
      promise: `${describeWork(work)}, ${connections} connections, against the bare handler`,
      ...{ limit, isMost: false, format: formatRatio },
      figureOf: (results) => divided(find(results, work, connections)?.perSecond, bare),
    });
  });
}

function batchRate(of: StoreLoad): Target {
  const bare = find(of.signing, SINGLE, USUAL_CONNECTIONS)!.perSecond;
  return toTarget(of, {
    promise: `${describeWork(STORED_BATCH)}, against Ed25519 alone`,
    ...{ limit: MIN_BATCH_RATIO, isMost: false, format: formatRatio },
    figureOf: (results) => divided(find(results, STORED_BATCH, USUAL_CONNECTIONS)?.perSecond, bare),
  });
}

function latency(of: StoreLoad): Target {
  const bare = find(of.handler, SINGLE, USUAL_CONNECTIONS)!.latency!.p99;
  return toTarget(of, {
    promise: `${describeWork(SINGLE)}, p99 against the bare handler`,
    ...{ limit: MAX_P99_RATIO, isMost: true, format: formatRatio },
    figureOf: (results) => divided(find(results, SINGLE, USUAL_CONNECTIONS)?.latency?.p99, bare),
  });
}

function processorTime(of: StoreLoad, work: Work, limit: number): Target {
  return toTarget(of, {
    promise: `${describeWork(work)}, processor µs of a signature`,
    ...{ limit, isMost: true, format: formatCount },
    figureOf: (results) => find(results, work, USUAL_CONNECTIONS)?.processorTime ?? null,
  });
}

function memory({ title, afterAll }: MillionResult): Target {
  return {
    promise: `${title}: MiB after 1,000,000 signatures`,
    ...{ limit: MAX_MEMORY_MIB * 1024, isMost: true, format: formatMebibytes },
    figure: afterAll.now,
    baseline: null,
  };
}

function toTarget(
  { title, results, baseline }: StoreLoad,
  { promise, figureOf, ...bound }: Pick<Target, "promise" | "limit" | "isMost" | "format"> & {
    readonly figureOf: (results: readonly CellResult[]) => number | null;
  },
): Target {
  return {
    ...bound,
    promise: `${title}: ${promise}`,
    figure: figureOf(results),
    baseline: baseline && figureOf(baseline),
  };
}

function find(
  results: readonly CellResult[],
  work: Work,
  connections: number,
): CellResult | undefined {
  return results.find(({ cell }) => isWork(cell, work) && cell.connections === connections);
}

function isWork(cell: Cell, work: Work): boolean {
  return describeWork(cell) === describeWork(work);
}

function divided(figure: number | undefined, by: number): number | null {
  return figure === undefined ? null : figure / by;
}
