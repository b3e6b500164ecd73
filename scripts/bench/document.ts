import { formatGibibytes } from "./format.ts";
import { type Budget, formatBudgets } from "./budgets.ts";
import type { Machine } from "./machine.ts";
import { type CaseResult, formatCase } from "./results.ts";

/** All results of a run. */
export interface BenchReport {
  readonly command: string;
  /** As in "2026-01-28". */
  readonly date: string;
  readonly rounds: number;
  readonly machine: Machine;
  readonly versions: readonly string[];
  readonly budgets: readonly Budget[];
  readonly results: readonly CaseResult[];
}

/** The report as Markdown; `deno fmt` folds its long lines. */
export function formatDocument(report: BenchReport): string {
  return [
    `\`${report.command}\` wrote this section on ${report.date}.\n`,
    "## Budgets\n",
    formatBudgets(report.budgets),
    "## Machine and versions\n",
    formatList([...describeMachine(report.machine, "the packages"), ...report.versions]),
    "## Method and noise\n",
    describeMethod(report.rounds),
    "## Measured\n",
    ...report.results.map((result) => `### ${result.bench.title}\n\n${formatCase(result)}`),
  ].join("\n");
}

/** The machine as list items; `files` names what is on its file system, as in "the packages". */
export function describeMachine(machine: Machine, files: string): string[] {
  return [
    `${machine.processor}, ${machine.cores} cores, ${formatGibibytes(machine.memoryBytes)}`,
    `Linux ${machine.kernel}; ${files} lie on ${machine.fileSystem}`,
    `load average before the run: ${machine.load.toFixed(2)}`,
  ];
}

function formatList(items: readonly string[]): string {
  return items.map((item) => `- ${item}\n`).join("");
}

function describeMethod(rounds: number): string {
  return [
    `hyperfine runs every command ${rounds} times after one run that is not counted, one command after the other. Wall time`,
    "is the median; the span from fastest to slowest shows how much else the machine did. CPU time is the mean",
    "of user and system time, children included. The peak is the highest resident memory of one process in any run, from",
    "GNU time, which starts every command and costs each row about a millisecond. The packages hold random bytes and lie",
    "in the page cache; before each signing they are laid out in a new folder, as hard links. cloacina hashes a package",
    "twice that changed within two seconds before, as these did, and as after a build; those of 100 MiB and more are left",
    "alone for three seconds, and hashed once. Keys have no passphrase. A",
    "tool that takes one package at a time is called in a loop of the shell. The empty program is compiled as cloacina",
    "is, with the same runtime. cloacina verifies each signature and syncs it to the disk before it takes its name; none",
    "of the peers syncs. `openssl dgst` and `sha256sum` hash and do no more. The ratio is of wall times, to the row that",
    "has 1.00.\n",
  ].join(" ");
}
