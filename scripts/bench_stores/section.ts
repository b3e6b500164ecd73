import { describeMachine } from "../bench/document.ts";
import type { Machine } from "../bench/machine.ts";
import { SAMPLE_COUNT } from "./sample.ts";
import { ORG_COUNT } from "./filler.ts";
import { formatStoreTable, type StoreResult } from "./store_table.ts";

/** All results of a run. */
export interface StoresReport {
  readonly command: string;
  /** As in "2026-01-28". */
  readonly date: string;
  readonly runs: number;
  readonly machine: Machine;
  readonly versions: readonly string[];
  readonly results: readonly StoreResult[];
}

/** The section of the stores as Markdown; `deno fmt` folds its long lines. */
export function formatStoresSection(report: StoresReport): string {
  const facts = [...describeMachine(report.machine, "the stores"), ...report.versions];
  return [
    "## Stores\n",
    `\`${report.command}\` wrote this section on ${report.date}.\n`,
    facts.map((fact) => `- ${fact}\n`).join(""),
    describeMethod(report.runs),
    ...report.results.map((result) => `### ${result.title}\n\n${formatStoreTable(result)}`),
  ].join("\n");
}

function describeMethod(runs: number): string {
  return [
    `Medians of ${runs} runs after ten that are not counted, the operations in turn, in one process that has the store`,
    "open. A command's start, its connection, a passphrase and the audit log are not in them, and what is read lies in",
    `the page cache. Keys and signatures are spread over ${ORG_COUNT} organisations, which trust their own keys and each`,
    `grant trust to another. What is measured finds ${SAMPLE_COUNT} real keys and their signatures, the oldest of one`,
    "organisation; all other rows are as long as real ones, of arbitrary bytes. The tables are those that `db migrate`",
    "makes. The Postgres server runs on this machine with its default settings. Every signing adds a signature, which",
    "is on the disk when it returns.\n",
  ].join(" ");
}
