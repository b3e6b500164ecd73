import { join } from "node:path";
import { fillDirectory } from "../bench_stores/fill_directory.ts";
import { fillerBetween, orgOf } from "../bench_stores/filler.ts";
import { SAMPLE_COUNT } from "../bench_stores/sample.ts";
import type { Executables } from "./contestants.ts";
import type { Command } from "./contender.ts";
import { formatCount } from "./format.ts";
import { measureCommand } from "./measure_command.ts";
import { OWN_NAMES } from "./own.ts";
import type { CaseResult, Row } from "./results.ts";

/** A command on a key directory, whose cost must not grow with it. */
interface Task {
  readonly title: string;
  readonly args: readonly string[];
}

const ORG = orgOf(0);

const TASKS: readonly Task[] = [
  { title: "Show a key by its name", args: ["keys", "show", "filler-7", "--org", ORG] },
  { title: "List the first 20 keys", args: ["keys", "list", "--org", ORG, "--limit", "20"] },
];

/** The row of an executable and a number of keys. */
export function keyDirectoryRow(name: string, keys: number): string {
  return `${name}, ${formatCount(keys)} keys`;
}

/** Measures commands on key directories of these sizes, of one organisation each. The ratios are to the smallest. */
export async function measureKeyDirectories(
  { executable, baseline }: Executables,
  sizes: readonly [number, ...number[]],
  { folder, runs }: { readonly folder: string; readonly runs: number },
): Promise<CaseResult[]> {
  for (const keys of sizes) await fill(directoryOf(folder, keys), keys);
  const programs = [
    [OWN_NAMES.executable, executable],
    ...baseline === undefined ? [] : [[OWN_NAMES.baseline, baseline]],
  ] as const;
  const results: CaseResult[] = [];
  for (const { title, args } of TASKS) {
    const rows: Row[] = [];
    for (const [name, program] of programs) {
      for (const keys of sizes) {
        const command: Command = [program!, ...args, "--key-dir", directoryOf(folder, keys)];
        const summary = await measureCommand({ command, prepare: null, runs, folder });
        rows.push({ name: keyDirectoryRow(name!, keys), work: "key directory", summary });
      }
    }
    const reference = keyDirectoryRow(OWN_NAMES.executable, sizes[0]);
    results.push({ bench: { title, reference }, rows });
  }
  return results;
}

async function fill(path: string, count: number): Promise<void> {
  const filler = fillerBetween(null, { keys: count + SAMPLE_COUNT, signatures: SAMPLE_COUNT });
  const keys = [...filler.keys].map((key) => ({ ...key, orgId: ORG }));
  await fillDirectory({ kind: "directory", path }, { keys, trusted: [], signatures: [] });
}

function directoryOf(folder: string, keys: number): string {
  return join(folder, `keys-${keys}`);
}
