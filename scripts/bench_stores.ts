import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMachine } from "./bench/machine.ts";
import { withTemporaryFolder } from "./bench/temporary_folder.ts";
import { writeSection } from "./bench/write_section.ts";
import {
  parseStoresArguments,
  STORES_USAGE,
  type StoresOptions,
} from "./bench_stores/arguments.ts";
import { type BackEnd, measureBackEnd } from "./bench_stores/back_end.ts";
import { directoryIn, sqliteIn, withPostgres } from "./bench_stores/back_ends.ts";
import { formatStoresSection, type StoresReport } from "./bench_stores/section.ts";
import { FULL_STORES, QUICK_STORES, type StoreSize } from "./bench_stores/sizes.ts";
import { formatStoreTable } from "./bench_stores/store_table.ts";
import { runScript } from "./compile/run_script.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENT = join(ROOT, "docs", "benchmarks.md");

async function benchStores(options: StoresOptions): Promise<void> {
  const report = await withTemporaryFolder(
    "cloacina-bench-stores-",
    (folder) => measureAll(options, folder),
  );
  if (!options.quick) await writeSection(DOCUMENT, "stores", formatStoresSection(report));
}

async function measureAll(options: StoresOptions, folder: string): Promise<StoresReport> {
  const sizes = options.quick ? QUICK_STORES : FULL_STORES;
  const [sqlite, directory] = [sqliteIn(folder), directoryIn(folder)];
  const measured = [
    await withPostgres((backEnd) => measure(options, backEnd, sizes.database)),
    await measure(options, sqlite, sizes.database),
    await measure(options, directory, sizes.directory),
  ];
  return {
    command: `deno task bench:stores --runs ${options.runs}`,
    date: new Date().toISOString().slice(0, 10),
    runs: options.runs,
    machine: await readMachine(folder),
    versions: [`Deno ${Deno.version.deno}`, ...measured.flatMap(({ version }) => version ?? [])],
    results: measured.map(({ result }) => result),
  };
}

async function measure({ runs }: StoresOptions, backEnd: BackEnd, sizes: readonly StoreSize[]) {
  const result = await measureBackEnd(backEnd, sizes, runs);
  console.log(`\n${result.title}\n\n${formatStoreTable(result)}`.trimEnd());
  return { result, version: backEnd.version };
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseStoresArguments(args);
  if (options.help) console.log(STORES_USAGE);
  else await benchStores(options);
}

if (import.meta.main) Deno.exit(await runScript(() => main(Deno.args)));
