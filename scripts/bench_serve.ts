import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMachine } from "./bench/machine.ts";
import { shownPath } from "./bench/shown_path.ts";
import { withTemporaryFolder } from "./bench/temporary_folder.ts";
import { writeSection } from "./bench/write_section.ts";
import { parseServeArguments, SERVE_USAGE, type ServeOptions } from "./bench_serve/arguments.ts";
import { measureLoad } from "./bench_serve/measure_load.ts";
import { soakCells } from "./bench_serve/memory_tables.ts";
import { measureMillion, type MillionResult } from "./bench_serve/million.ts";
import type { ServeReport } from "./bench_serve/report.ts";
import { formatScalingSection, formatServeSection } from "./bench_serve/section.ts";
import { prepareStore, type ServedStore } from "./bench_serve/served_store.ts";
import { type ServerStarts, serverStarts } from "./bench_serve/server_starts.ts";
import { measureSoak, type SoakResult } from "./bench_serve/soak.ts";
import type { StoreSteps } from "./bench_serve/step_table.ts";
import { measureSteps } from "./bench_serve/steps.ts";
import type { BackEnd } from "./bench_stores/back_end.ts";
import { sqliteIn, withPostgres } from "./bench_stores/back_ends.ts";
import { runScript } from "./compile/run_script.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BENCHMARKS = join(ROOT, "docs", "benchmarks.md");
const SCALING = join(ROOT, "docs", "scaling.md");

async function benchServe(options: ServeOptions): Promise<void> {
  const report = await withTemporaryFolder(
    "cloacina-bench-serve-",
    (folder) => withPostgres((backEnd) => measureAll(options, backEnd, folder)),
  );
  if (options.quick) return;
  await writeSection(BENCHMARKS, "serve", formatServeSection(report));
  await writeSection(SCALING, "serve", formatScalingSection(report));
}

async function measureAll(
  options: ServeOptions,
  backEnd: BackEnd,
  folder: string,
): Promise<ServeReport> {
  const machine = await readMachine(folder);
  const sqliteEnd = sqliteIn(folder);
  const sqlite = await prepareStore(sqliteEnd.title, sqliteEnd.location);
  const postgres = await prepareStore(backEnd.title, backEnd.location);
  const starts = await serverStarts(options, folder);
  const steps = await measureStepsOf([sqlite, postgres], folder);
  const load = await measureLoad(options, starts, { sqlite, postgres });
  const million = options.million ? await measureMillions(starts, [sqlite, postgres]) : [];
  const report: ServeReport = {
    command: describeCommand(options),
    date: new Date().toISOString().slice(0, 10),
    rounds: options.rounds,
    seconds: options.seconds,
    machine,
    versions: [
      `Deno ${Deno.version.deno}, ${options.executable === null ? "from source" : "an executable"}`,
      ...[backEnd, sqliteEnd].flatMap(({ version }) => version ?? []),
    ],
    steps,
    load,
    million,
    soak: null,
  };
  console.log(`\n${formatServeSection(report)}`.trimEnd());
  if (options.soak === null) return report;
  return { ...report, soak: await soak(starts, postgres, options.soak) };
}

async function measureStepsOf(
  stores: readonly ServedStore[],
  folder: string,
): Promise<readonly StoreSteps[]> {
  const results: StoreSteps[] = [];
  for (const store of stores) {
    results.push({ title: store.title, steps: await measureSteps(store, folder) });
  }
  return results;
}

async function measureMillions(
  { serve, stopAll }: ServerStarts,
  stores: readonly ServedStore[],
): Promise<readonly MillionResult[]> {
  const results: MillionResult[] = [];
  for (const store of stores) {
    results.push(await measureMillion(await serve(store), store).finally(stopAll));
  }
  return results;
}

async function soak(
  { serve, stopAll }: ServerStarts,
  store: ServedStore,
  seconds: number,
): Promise<SoakResult> {
  const tell = (minute: Parameters<typeof soakCells>[0]) =>
    console.log(`soak: ${soakCells(minute).join(", ")}`);
  return await measureSoak(await serve(store), store, { seconds, onMinute: tell }).finally(stopAll);
}

/** The command line of this run, without the folders of this machine. */
function describeCommand(options: ServeOptions): string {
  const { seconds, rounds, servers, million, soak, executable, baseline } = options;
  return [
    `deno task bench:serve --seconds ${seconds} --rounds ${rounds}`,
    ...servers === 2 ? [] : [`--servers ${servers}`],
    ...million ? ["--million"] : [],
    ...soak === null ? [] : [`--soak ${soak % 60 === 0 ? `${soak / 60}m` : `${soak}s`}`],
    ...executable === null ? [] : [`--executable ${shownPath(executable)}`],
    ...baseline === null ? [] : [`--baseline ${shownPath(baseline)}`],
  ].join(" ");
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseServeArguments(args);
  if (options.help) console.log(SERVE_USAGE);
  else await benchServe(options);
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
