import assert from "node:assert/strict";
import {
  ALL_CELLS,
  BASELINE_CELLS,
  BUSY_CELLS,
  type Cell,
} from "../../scripts/bench_serve/cells.ts";
import type { CellResult } from "../../scripts/bench_serve/measure_subjects.ts";
import type { LoadResults } from "../../scripts/bench_serve/report.ts";
import { formatTargets, serveTargets } from "../../scripts/bench_serve/targets.ts";

/** The bare handler does 1,000 a second, Ed25519 alone 10,000; p99 of the handler is 2 ms. */
const LOAD: LoadResults = {
  signing: results(BASELINE_CELLS, { perSecond: 10_000, p99: 0, processorTime: 0 }),
  handler: results(BASELINE_CELLS, { perSecond: 1000, p99: 2, processorTime: 100 }),
  sqlite: results(ALL_CELLS, { perSecond: 350, p99: 8, processorTime: 450 }),
  postgres: results(ALL_CELLS, { perSecond: 149, p99: 8.1, processorTime: 1000 }),
  groups: [],
  baseline: null,
};

Deno.test("a target is met at its limit, and missed beyond it", () => {
  assert.deepEqual(verdicts(LOAD), {
    "SQLite: single hashes, not stored, 16 connections, against the bare handler: at least 0.35":
      "0.35 met",
    "SQLite: single hashes, not stored, 128 connections, against the bare handler: at least 0.35":
      "0.35 met",
    "SQLite: single hashes, stored, 16 connections, against the bare handler: at least 0.15":
      "0.35 met",
    "SQLite: single hashes, stored, 128 connections, against the bare handler: at least 0.15":
      "0.35 met",
    "SQLite: verify by hash, 16 connections, against the bare handler: at least 0.35": "0.35 met",
    "SQLite: verify by hash, 128 connections, against the bare handler: at least 0.35": "0.35 met",
    "SQLite: batches of 100, stored, against Ed25519 alone: at least 0.60": "0.04 MISSED",
    "SQLite: single hashes, not stored, p99 against the bare handler: at most 4.00": "4.00 met",
    "SQLite: single hashes, not stored, processor µs of a signature: at most 450": "450 met",
    "SQLite: single hashes, stored, processor µs of a signature: at most 900": "450 met",
    "SQLite: batches of 100, not stored, processor µs of a signature: at most 130": "450 MISSED",
    "Postgres: single hashes, not stored, 16 connections, against the bare handler: at least 0.35":
      "0.15 MISSED",
    "Postgres: single hashes, not stored, 128 connections, against the bare handler: at least 0.35":
      "0.15 MISSED",
    "Postgres: single hashes, stored, 16 connections, against the bare handler: at least 0.15":
      "0.15 met",
    "Postgres: single hashes, stored, 128 connections, against the bare handler: at least 0.15":
      "0.15 met",
    "Postgres: verify by hash, 16 connections, against the bare handler: at least 0.35":
      "0.15 MISSED",
    "Postgres: verify by hash, 128 connections, against the bare handler: at least 0.35":
      "0.15 MISSED",
    "Postgres: batches of 100, stored, against Ed25519 alone: at least 0.60": "0.01 MISSED",
    "Postgres: single hashes, not stored, p99 against the bare handler: at most 4.00":
      "4.05 MISSED",
    "Postgres: single hashes, not stored, processor µs of a signature: at most 600": "1,000 MISSED",
    "Postgres: single hashes, stored, processor µs of a signature: at most 1,000": "1,000 met",
    "Postgres: batches of 100, not stored, processor µs of a signature: at most 130":
      "1,000 MISSED",
  });
});

Deno.test("the build before stands beside, where it was measured", () => {
  const before = results(BUSY_CELLS, { perSecond: 60, p99: 69, processorTime: 2053 });
  const load = { ...LOAD, baseline: { sqlite: before, postgres: before } };
  const [, first] = rowsOf(load).filter(([title]) => title!.includes("processor µs of a"));
  assert.deepEqual(first!.slice(1), ["2,053", "450", "met"]);
  assert.deepEqual(rowsOf(LOAD)[0]!.slice(1), ["–", "0.35", "met"]);
});

Deno.test("memory counts where a million was measured", () => {
  const memory = (mebibytes: number) => ({ now: mebibytes * 1024, peak: 0 });
  const million = [["SQLite", 150], ["Postgres", 151]].map(([title, after]) => ({
    title: title as string,
    before: memory(1),
    afterSome: memory(1),
    afterAll: memory(after as number),
    perSecond: 1,
  }));
  const rows = formatTargets(serveTargets({ load: LOAD, million })).split("\n");
  const shown = rows.filter((row) => row.includes("MiB after")).map(toCells);
  assert.deepEqual(shown, [
    ["SQLite: MiB after 1,000,000 signatures: at most 150", "–", "150", "met"],
    ["Postgres: MiB after 1,000,000 signatures: at most 150", "–", "151", "MISSED"],
  ]);
});

function verdicts(load: LoadResults): Record<string, string> {
  return Object.fromEntries(
    rowsOf(load).map(([title, , figure, verdict]) => [
      title!,
      `${figure} ${verdict}`,
    ]),
  );
}

function rowsOf(load: LoadResults): readonly (readonly string[])[] {
  const table = formatTargets(serveTargets({ load, million: [] }));
  return table.trimEnd().split("\n").slice(2).map(toCells);
}

function toCells(row: string): readonly string[] {
  return row.split("|").slice(1, -1).map((cell) => cell.trim());
}

function results(
  cells: readonly Cell[],
  { perSecond, p99, processorTime }: Record<"perSecond" | "p99" | "processorTime", number>,
): readonly CellResult[] {
  const rest = { latency: { p50: 1, p99 }, processorTime, stored: 0, refused: 0 };
  return cells.map((cell) => ({ cell, perSecond, ...rest }));
}
