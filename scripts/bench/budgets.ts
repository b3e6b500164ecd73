import { formatCount, formatMebibytes, formatRatio } from "./format.ts";
import { OWN_NAMES } from "./own.ts";
import { DIGEST_NAME, MINISIGN_NAME } from "./peers.ts";
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
  /** The commands on key directories, each with the rows of its sizes. */
  readonly directories: readonly CaseResult[];
  readonly startup: StartupModules;
  readonly cores: number;
}

/** The most time that a case may take, as a multiple of what the reference takes. */
interface Ratio {
  readonly own: string;
  readonly reference: string;
  readonly limit: number;
}

const MAX_PEAK_MIB = 120;
const MIN_PACKAGES_A_SECOND = 3000;
const MAX_CPU_MS = 0.4;
/** For two equal packages on two cores; less would mean that a core was idle. */
const MIN_SPEED_UP = 1.8;
/** From the smallest key directory to the largest. */
const MAX_GROWTH = 1.5;

/** The only library that every command loads. */
const START_LIBRARY = "@stricli/core@";

/** Compares every budget with the executables' median times and their highest peak. */
export function judgeBudgets(evidence: Evidence): Budget[] {
  return [
    ...startBudgets(evidence),
    ...fileBudgets(evidence),
    peakBudget(evidence.results),
    rateBudget(evidence),
    processorBudget(evidence),
    coresBudget(evidence),
    ...evidence.directories.map(growthBudget),
    startupBudget(evidence.startup),
  ];
}

/** What starting costs, of both executables. */
function startBudgets(evidence: Evidence): Budget[] {
  const { plan: { version, signSmallest, verifySmallest } } = evidence;
  const reference = OWN_NAMES.empty;
  return [OWN_NAMES.executable, OWN_NAMES.offline].flatMap((own) => [
    ratioBudget(evidence, version, { own, reference, limit: 1.1 }),
    ratioBudget(evidence, signSmallest, { own, reference, limit: 1.25 }),
    ratioBudget(evidence, verifySmallest, { own, reference, limit: 1.3 }),
  ]);
}

function fileBudgets(evidence: Evidence): Budget[] {
  const { plan: { signLargest, signMany, verifyMany } } = evidence;
  const own = OWN_NAMES.executable;
  return [
    ratioBudget(evidence, signLargest, { own, reference: DIGEST_NAME, limit: 0.95 }),
    ratioBudget(evidence, signMany, { own, reference: MINISIGN_NAME, limit: 1.3 }),
    ratioBudget(evidence, verifyMany, { own, reference: MINISIGN_NAME, limit: 0.25 }),
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
  { own, reference, limit }: Ratio,
): Budget {
  const promise = `${bench.title}, ${own}: wall at most ${formatRatio(limit)} x ${reference}`;
  const wall = wallOf(results, bench, own);
  const other = wallOf(results, bench, reference);
  if (wall === undefined || other === undefined) return notMeasured(promise);
  const ratio = formatRatio(wall / other);
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

/** Of starting the program, too: it is small beside a thousand packages. */
function processorBudget({ results, plan: { signMany } }: Evidence): Budget {
  const promise = `${signMany.title}: at most ${MAX_CPU_MS.toFixed(2)} ms of processor time each`;
  const result = results.find(({ bench }) => bench === signMany);
  const summary = result && summaryOf(result, OWN_NAMES.executable);
  if (summary === undefined) return notMeasured(promise);
  const each = (summary.cpuSeconds * 1000 / signMany.files.length).toFixed(2);
  return judged(promise, `${each} ms`, shown(each) <= MAX_CPU_MS);
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

/** Of the executable in the largest key directory, beside the smallest. */
function growthBudget({ bench: { title, reference }, rows }: CaseResult): Budget {
  const largest = rows.findLast(({ name }) => name.startsWith(OWN_NAMES.executable))!.name;
  const promise = `${title}: wall of ${largest} at most ${formatRatio(MAX_GROWTH)} x ${reference}`;
  const [own, other] = [largest, reference].map((name) => summaryOf({ rows }, name)?.wallSeconds);
  if (own === undefined || other === undefined) return notMeasured(promise);
  const ratio = formatRatio(own / other);
  return judged(promise, `${ratio} x`, shown(ratio) <= MAX_GROWTH);
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
