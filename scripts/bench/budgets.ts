import { formatCount, formatMebibytes, formatRatio } from "./format.ts";
import { OWN_NAMES } from "./own.ts";
import { DIGEST_NAME } from "./peers.ts";
import type { BenchCase, Plan } from "./plan.ts";
import { type CaseResult, summaryOf } from "./results.ts";
import type { StartupModules } from "./startup_modules.ts";
import { formatTable } from "./table.ts";

/** A promise about speed, and the measured result. */
export interface Budget {
  readonly promise: string;
  readonly figure: string;
  readonly verdict: "met" | "MISSED" | "not measured";
}

/** The measurements that the budgets are compared with. */
export interface Evidence {
  readonly plan: Plan;
  readonly results: readonly CaseResult[];
  readonly startup: StartupModules;
  readonly cores: number;
}

/** The most time that a case may take, as a multiple of what the reference takes. */
interface Ratio {
  readonly reference: string;
  readonly limit: number;
}

const MAX_DIGEST_RATIO = 1.0;
const MAX_START_RATIO = 1.25;
const MAX_PEAK_MIB = 120;
const MIN_PACKAGES_A_SECOND = 3000;
/** For two equal packages on two cores; less would mean that a core was idle. */
const MIN_SPEED_UP = 1.5;

/** The only library that every command loads. */
const START_LIBRARY = "@stricli/core@";

/** Compares every budget with the executable's median times and its highest peak. */
export function judgeBudgets(evidence: Evidence): Budget[] {
  const { plan: { signLargest, signSmallest } } = evidence;
  return [
    ratioBudget(evidence, signLargest, { reference: DIGEST_NAME, limit: MAX_DIGEST_RATIO }),
    peakBudget(evidence.results),
    ratioBudget(evidence, signSmallest, { reference: OWN_NAMES.empty, limit: MAX_START_RATIO }),
    rateBudget(evidence),
    coresBudget(evidence),
    startupBudget(evidence.startup),
  ];
}

/** The budgets as a Markdown table. */
export function formatBudgets(budgets: readonly Budget[]): string {
  const columns = ["budget", "measured", "verdict"]
    .map((title) => ({ title, side: "left" as const }));
  return formatTable(
    columns,
    budgets.map(({ promise, figure, verdict }) => [promise, figure, verdict]),
  );
}

function ratioBudget(
  { results }: Evidence,
  bench: BenchCase,
  { reference, limit }: Ratio,
): Budget {
  const promise = `${bench.title}: wall at most ${formatRatio(limit)} x ${reference}`;
  const own = wallOf(results, bench, OWN_NAMES.executable);
  const other = wallOf(results, bench, reference);
  if (own === undefined || other === undefined) return notMeasured(promise);
  const ratio = formatRatio(own / other);
  return judged(promise, `${ratio} x`, shown(ratio) <= limit);
}

function peakBudget(results: readonly CaseResult[]): Budget {
  const promise = `Peak memory at most ${MAX_PEAK_MIB} MiB in every table`;
  const peaks = results.flatMap((result) =>
    summaryOf(result, OWN_NAMES.executable)?.peakKibibytes ?? []
  );
  if (peaks.length === 0 || peaks.length < results.length) return notMeasured(promise);
  const peak = formatMebibytes(Math.max(...peaks));
  return judged(promise, `${peak} MiB`, shown(peak) <= MAX_PEAK_MIB);
}

function rateBudget({ results, plan: { signMany } }: Evidence): Budget {
  const promise = `${signMany.title}: at least ${formatCount(MIN_PACKAGES_A_SECOND)} a second`;
  const wall = wallOf(results, signMany, OWN_NAMES.executable);
  if (wall === undefined) return notMeasured(promise);
  const rate = formatCount(signMany.files.length / wall);
  return judged(promise, `${rate} a second`, shown(rate) >= MIN_PACKAGES_A_SECOND);
}

function coresBudget({ results, cores, plan: { signPair } }: Evidence): Budget {
  const promise = `${signPair.title}: on two cores, at least ${formatRatio(MIN_SPEED_UP)} ` +
    `times as fast as on one`;
  const one = wallOf(results, signPair, OWN_NAMES.oneJob);
  const every = wallOf(results, signPair, OWN_NAMES.executable);
  if (one === undefined || every === undefined || cores < 2) return notMeasured(promise);
  const speedUp = formatRatio(one / every);
  return judged(promise, `${speedUp} times`, shown(speedUp) >= MIN_SPEED_UP);
}

function startupBudget({ own, packages }: StartupModules): Budget {
  const figure = `${own.length} modules of its own, ${packages.join(", ")}`;
  const isFree = packages.every((name) => name.startsWith(START_LIBRARY));
  return judged(
    "Start-up loads no library but the one that reads the command line",
    figure,
    isFree,
  );
}

function wallOf(
  results: readonly CaseResult[],
  bench: BenchCase,
  name: string,
): number | undefined {
  const result = results.find((result) => result.bench === bench);
  return result && summaryOf(result, name)?.wallSeconds;
}

/** The number that a figure of the table reads as: a verdict goes by what is shown, not by what was rounded away. */
function shown(figure: string): number {
  return Number(figure.replaceAll(",", ""));
}

function judged(promise: string, figure: string, isMet: boolean): Budget {
  return { promise, figure, verdict: isMet ? "met" : "MISSED" };
}

function notMeasured(promise: string): Budget {
  return { promise, figure: "–", verdict: "not measured" };
}
