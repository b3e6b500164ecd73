import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { BENCH_USAGE, type BenchOptions, parseBenchArguments } from "./bench/arguments.ts";
import { furnish, type Place, writePackages } from "./bench/arena.ts";
import { formatBudgets, judgeBudgets } from "./bench/budgets.ts";
import { type Contestants, type Executables, gatherContestants } from "./bench/contestants.ts";
import { type BenchReport, formatDocument } from "./bench/document.ts";
import { measureKeyDirectories } from "./bench/key_directories.ts";
import { readMachine } from "./bench/machine.ts";
import { measureCase } from "./bench/measure_case.ts";
import { FULL_SIZES, type Plan, planCases, QUICK_SIZES } from "./bench/plan.ts";
import { type CaseResult, formatCase } from "./bench/results.ts";
import { readStartupModules } from "./bench/startup_modules.ts";
import { shownPath } from "./bench/shown_path.ts";
import { withTemporaryFolder } from "./bench/temporary_folder.ts";
import { writeSection } from "./bench/write_section.ts";
import { runScript } from "./compile/run_script.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENT = join(ROOT, "docs", "benchmarks.md");

async function bench(options: BenchOptions): Promise<void> {
  const report = await withTemporaryFolder(
    "cloacina-bench-",
    (folder) => measureAll(options, folder),
  );
  if (options.quick) return console.log("\nA quick run judges no budgets.");
  console.log(`\n${formatBudgets(report.budgets)}`);
  await writeSection(DOCUMENT, "bench", formatDocument(report));
}

async function measureAll(options: BenchOptions, folder: string): Promise<BenchReport> {
  const sizes = options.quick ? QUICK_SIZES : FULL_SIZES;
  const plan = planCases(sizes);
  const contestants = await gatherContestants(executablesOf(options), ROOT, folder);
  const startup = await readStartupModules(ROOT, "main.ts");
  const machine = await readMachine(folder);
  const places = await placesOf(contestants, plan, folder);
  const results = await measureCases(plan, places, options);
  const directories = await measureKeyDirectories(
    executablesOf(options),
    sizes.keyDirectories,
    { folder, runs: options.rounds },
  );
  for (const result of directories) printCase(result);
  return {
    command: describeCommand(options),
    date: new Date().toISOString().slice(0, 10),
    rounds: options.rounds,
    machine,
    versions: contestants.versions,
    budgets: judgeBudgets({ plan, results, directories, startup, cores: machine.cores }),
    results: [...results, ...directories],
  };
}

function printCase(result: CaseResult): void {
  console.log(`\n${result.bench.title}\n\n${formatCase(result)}`.trimEnd());
}

function executablesOf({ executable, offline, baseline }: BenchOptions): Executables {
  return {
    executable: resolve(executable),
    offline: resolve(offline),
    baseline: baseline === undefined ? undefined : resolve(baseline),
  };
}

/** A place for every contender, with the packages of all cases. */
async function placesOf(
  { contenders }: Contestants,
  { cases }: Plan,
  folder: string,
): Promise<readonly Place[]> {
  const packages = [...new Set(cases.flatMap(({ files }) => files))];
  const source = join(folder, "packages");
  await writePackages(source, packages);
  const places = contenders.map((contender, index): Place => {
    return { contender, source, folder: join(folder, `${index}`) };
  });
  for (const place of places) await furnish(place);
  return places;
}

async function measureCases(
  { cases }: Plan,
  places: readonly Place[],
  { rounds }: BenchOptions,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const bench of cases) {
    const result = await measureCase(places, bench, rounds);
    printCase(result);
    results.push(result);
  }
  return results;
}

/** The command line of this run, without the folders of this machine. */
function describeCommand({ executable, baseline, rounds }: BenchOptions): string {
  const compared = baseline === undefined ? "" : ` --baseline ${shownPath(baseline)}`;
  return `deno task bench --rounds ${rounds} --executable ${shownPath(executable)}${compared}`;
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseBenchArguments(args);
  if (options.help) console.log(BENCH_USAGE);
  else await bench(options);
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
