import assert from "node:assert/strict";
import {
  ALL_CELLS,
  BASELINE_CELLS,
  BUSY_CELLS,
  type Cell,
} from "../../scripts/bench_serve/cells.ts";
import { formatScalingSection, formatServeSection } from "../../scripts/bench_serve/section.ts";
import type { ServeReport } from "../../scripts/bench_serve/report.ts";

const REPORT: ServeReport = {
  command: "deno task bench:serve",
  date: "2026-01-28",
  rounds: 3,
  seconds: 5,
  machine: {
    processor: "Example 9000",
    cores: 2,
    memoryBytes: 8 * 1024 ** 3,
    kernel: "6.1.2",
    fileSystem: "ext4",
    load: 0.5,
  },
  versions: ["Deno 2.0.0, from source"],
  steps: [
    { title: "SQLite", steps: [{ title: "sign, verify", milliseconds: 0.234 }] },
    { title: "Postgres", steps: [{ title: "sign, verify", milliseconds: 12.3 }] },
  ],
  load: {
    signing: BASELINE_CELLS.map((cell) => ({
      cell,
      perSecond: 5000,
      latency: null,
      processorTime: null,
      stored: 0,
      refused: 0,
    })),
    handler: results(BASELINE_CELLS, 9),
    sqlite: results(ALL_CELLS, 1),
    postgres: results(ALL_CELLS, 2),
    groups: [2, 4].map((size) => ({ size, results: results(BUSY_CELLS, size) })),
    baseline: null,
  },
  million: [],
  soak: null,
};

Deno.test("the section says what ran where", () => {
  const lines = formatServeSection(REPORT).split("\n");
  assert.ok(lines.includes("- Example 9000, 2 cores, 8 GiB"));
  assert.ok(lines.includes("- Linux 6.1.2; stores and logs lie on ext4"));
  assert.ok(lines.includes("- Deno 2.0.0, from source"));
  assert.ok(lines.includes("In all, 60 signatures were stored."));
});

Deno.test("a store has a row for each work, and a column for each number of connections", () => {
  const lines = formatServeSection(REPORT).split("\n");
  const start = lines.indexOf("### On SQLite") + 2;
  assert.deepEqual(lines.slice(start, start + 7), [
    "| results a second (p50 / p99 ms; processor µs) |           1 connection |         16 connections |        128 connections |",
    "| --------------------------------------------- | ---------------------: | ---------------------: | ---------------------: |",
    "| single hashes, not stored                     | 1,001 (1.3 / 1.0; 451) | 1,016 (1.3 / 1.0; 451) | 1,128 (1.3 / 1.0; 451) |",
    "| single hashes, stored                         | 1,001 (1.3 / 1.0; 451) | 1,016 (1.3 / 1.0; 451) | 1,128 (1.3 / 1.0; 451) |",
    "| batches of 100, not stored                    | 1,001 (1.3 / 1.0; 451) | 1,016 (1.3 / 1.0; 451) | 1,128 (1.3 / 1.0; 451) |",
    "| batches of 100, stored                        | 1,001 (1.3 / 1.0; 451) | 1,016 (1.3 / 1.0; 451) | 1,128 (1.3 / 1.0; 451) |",
    "| verify by hash                                | 1,001 (1.3 / 1.0; 451) | 1,016 (1.3 / 1.0; 451) | 1,128 (1.3 / 1.0; 451) |",
  ]);
});

Deno.test("the baselines stand in one table", () => {
  const section = formatServeSection(REPORT);
  assert.match(section, /^\| bare `Deno\.serve` handler .*9,001 .*9,016 .*9,128 /m);
  assert.match(section, /^\| Ed25519 alone: sign and verify +\| +5,000 \| +5,000 \| +5,000 \|$/m);
});

Deno.test("a step has a row, with a column for each store", () => {
  for (const section of [formatServeSection(REPORT), formatScalingSection(REPORT)]) {
    assert.match(section, /^\| milliseconds \| SQLite \| Postgres \|$/m);
    assert.match(section, /^\| sign, verify \| {3}0\.23 \| {4}12\.30 \|$/m);
  }
});

Deno.test("one server and several stand below each other", () => {
  const titles = formatScalingSection(REPORT).matchAll(/^\| (\w.*(?:server|servers)) +\| .*$/gm);
  assert.deepEqual([...titles].map(([, title]) => title!.trim()), [
    "single hashes, not stored: 1 server",
    "single hashes, not stored: 2 servers",
    "single hashes, not stored: 4 servers",
    "single hashes, stored: 1 server",
    "single hashes, stored: 2 servers",
    "single hashes, stored: 4 servers",
    "batches of 100, not stored: 1 server",
    "batches of 100, not stored: 2 servers",
    "batches of 100, not stored: 4 servers",
    "batches of 100, stored: 1 server",
    "batches of 100, stored: 2 servers",
    "batches of 100, stored: 4 servers",
    "verify by hash: 1 server",
    "verify by hash: 2 servers",
    "verify by hash: 4 servers",
  ]);
});

Deno.test("what was not measured has no heading", () => {
  const headings = (report: ServeReport) => formatServeSection(report).match(/^#+ .*$/gm);
  const always = [
    "## Serving",
    "### Targets",
    "### What it is measured against",
    "### One request, step by step",
    "### On SQLite",
    "### On Postgres",
    "### One server and several",
  ];
  assert.deepEqual(headings(REPORT), always);
  const memory = { now: 1024, peak: 2048 };
  const million = [{
    ...{ title: "SQLite", before: memory, afterSome: memory, afterAll: memory, perSecond: 1 },
  }];
  const soak = { title: "Postgres", seconds: 600, before: 1024, minutes: [] };
  const all = headings({ ...REPORT, million, soak });
  assert.deepEqual(all, [...always, "### Memory", "### Soak"]);
});

function results(cells: readonly Cell[], thousands: number) {
  return cells.map((cell) => ({
    cell,
    perSecond: thousands * 1000 + cell.connections,
    latency: { p50: 1.26, p99: 0.998 },
    processorTime: 450.6,
    stored: cell.kind === "sign" && cell.store ? 10 : 0,
    refused: 0,
  }));
}
