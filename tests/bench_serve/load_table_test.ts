import assert from "node:assert/strict";
import { formatLatency, formatLoadTable } from "../../scripts/bench_serve/load_table.ts";

const CELL = { kind: "sign", hashes: 1, store: true } as const;
const COUNTS = { processorTime: null, stored: 5, refused: 0 };

Deno.test("a cell has a rate, with both latencies and what was refused, where there is any", () => {
  const latency = { p50: 0.5, p99: 1234.4 };
  const results = [
    { cell: { ...CELL, connections: 1 }, perSecond: 1500, latency: null, ...COUNTS },
    {
      cell: { ...CELL, connections: 16 },
      perSecond: 99.6,
      latency,
      ...COUNTS,
      processorTime: 2040.4,
    },
    { cell: { ...CELL, connections: 128 }, perSecond: 1, latency, ...COUNTS, refused: 1300 },
  ];
  assert.deepEqual(formatLoadTable("answers", [{ title: "a server", results }]).split("\n"), [
    "| answers a second (p50 / p99 ms; processor µs) | 1 connection |            16 connections |                 128 connections |",
    "| --------------------------------------------- | -----------: | ------------------------: | ------------------------------: |",
    "| a server                                      |        1,500 | 100 (0.50 / 1,234; 2,040) | 1 (0.50 / 1,234), 1,300 refused |",
    "",
  ]);
});

Deno.test("a latency has about three digits", () => {
  const texts = [0.042, 0.994, 0.996, 5.25, 9.96, 31.7, 1204.4].map(formatLatency);
  assert.deepEqual(texts, ["0.04", "0.99", "1.0", "5.3", "10", "32", "1,204"]);
});
