import { describeMachine } from "../bench/document.ts";
import { formatCount } from "../bench/format.ts";
import { CONNECTIONS, describeWork } from "./cells.ts";
import { formatLoadTable, type LoadRow } from "./load_table.ts";
import type { CellResult } from "./measure_subjects.ts";
import { formatMillionTable, formatSoakTable } from "./memory_tables.ts";
import type { LoadResults, ServeReport } from "./report.ts";
import { SOAK_CONNECTIONS, type SoakResult } from "./soak.ts";
import { formatStepTable } from "./step_table.ts";
import { formatTargets, serveTargets } from "./targets.ts";

/** The section of the server as Markdown; `deno fmt` folds its long lines. */
export function formatServeSection(report: ServeReport): string {
  const { steps, load, million, soak } = report;
  const facts = [...describeMachine(report.machine, "stores and logs"), ...report.versions];
  return [
    "## Serving\n",
    `\`${report.command}\` wrote this section on ${report.date}.\n`,
    facts.map((fact) => `- ${fact}\n`).join(""),
    `### Targets\n\n${formatTargets(serveTargets(report))}`,
    describeMethod(report),
    `### What it is measured against\n\n${formatBaselines(load)}`,
    formatSteps(steps),
    `### On SQLite\n\n${formatStore(load.sqlite)}`,
    `### On Postgres\n\n${formatStore(load.postgres)}`,
    formatGroups(load),
    ...million.length === 0 ? [] : [formatMemory(million)],
    ...soak === null ? [] : [formatSoak(soak)],
  ].join("\n");
}

/** The section of docs/scaling.md for the same run. */
export function formatScalingSection({ command, date, steps, load }: ServeReport): string {
  return [
    "## Measured\n",
    `\`${command}\` wrote this section on ${date}; benchmarks.md says on what machine.\n`,
    formatSteps(steps),
    formatGroups(load),
  ].join("\n");
}

/** The steps of one request. */
function formatSteps(steps: ServeReport["steps"]): string {
  return [
    "### One request, step by step\n",
    "Each step by itself, one at a time, in one process: no request, and nobody else.\n",
    formatStepTable(steps),
  ].join("\n");
}

/** One server and several servers under the same load. */
function formatGroups({ postgres, groups }: LoadResults): string {
  const busy = postgres.filter(({ cell }) => cell.connections > 1);
  const tables = [{ size: 1, results: busy }, ...groups].map(({ size, results }) =>
    toRows(results).map(({ title, results }) => ({
      title: `${title}: ${size} server${size === 1 ? "" : "s"}`,
      results,
    }))
  );
  return [
    "### One server and several\n",
    "On one Postgres, with as many connections in all; everything shares the cores of one machine.\n",
    formatLoadTable("results", tables[0]!.flatMap((_, row) => tables.map((rows) => rows[row]!))),
  ].join("\n");
}

function formatMemory(million: ServeReport["million"]): string {
  return [
    "### Memory\n",
    "A new server for each store; 4 connections ask for batches of 1,000, which are not stored.\n",
    formatMillionTable(million),
  ].join("\n");
}

function formatSoak(soak: SoakResult): string {
  return [
    "### Soak\n",
    `A new server on ${soak.title} for ${
      formatCount(soak.seconds)
    } s. ${SOAK_CONNECTIONS} connections`,
    "ask in turn for a single signature that is stored, for a batch of 100 that is not, for a",
    "verification and for a list. Connections are reopened every minute.\n",
    formatSoakTable(soak),
  ].join("\n");
}

function formatBaselines({ signing, handler }: LoadResults): string {
  return formatLoadTable("signatures", [
    { title: "bare `Deno.serve` handler", results: handler },
    { title: "Ed25519 alone: sign and verify", results: signing },
  ]);
}

function formatStore(results: readonly CellResult[]): string {
  const stored = results.reduce((sum, result) => sum + result.stored, 0);
  return `${formatLoadTable("results", toRows(results))}\nIn all, ${
    formatCount(stored)
  } signatures were stored.\n`;
}

/** Groups cells with the same work into rows. */
function toRows(results: readonly CellResult[]): readonly LoadRow[] {
  const rows = Map.groupBy(results, ({ cell }) => describeWork(cell));
  return [...rows].map(([title, results]) => ({ title, results }));
}

function describeMethod({ rounds, seconds }: ServeReport): string {
  return [
    `Each figure is the median of ${rounds} rounds. In a round autocannon sends as many requests as take about ${seconds} s,`,
    "as warm-up runs determined, and ends when the last of them is answered. The servers are",
    "processes of their own with their default settings: the audit log is on, each line of it on the disk before the",
    "answer. The load comes from another process, over loopback and keep-alive connections. Servers, load and Postgres",
    "share the cores of this machine. Latencies are autocannon's, from a request to the end of its answer; answers of 503,",
    "from an overloaded server, are not in them. Processor time is the user and system time of the server, warm-up runs",
    "included, divided by its results; that of Postgres is not in it. All hashes are new. The",
    "bare handler parses the same requests, signs, verifies and answers. Ed25519 alone is a loop in one process, with",
    `${CONNECTIONS.join(", ")} signatures under way. Postgres has its default settings.\n`,
  ].join(" ");
}
