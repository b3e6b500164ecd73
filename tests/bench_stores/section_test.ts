import assert from "node:assert/strict";
import { formatStoresSection, type StoresReport } from "../../scripts/bench_stores/section.ts";

const REPORT: StoresReport = {
  command: "deno task bench:stores",
  date: "2026-01-28",
  runs: 30,
  machine: {
    processor: "Example 9000",
    cores: 2,
    memoryBytes: 8 * 1024 ** 3,
    kernel: "6.1.2",
    fileSystem: "ext4",
    load: 0.5,
  },
  versions: ["Deno 2.0.0", "PostgreSQL 17.2"],
  results: [{
    title: "Postgres",
    actions: ["`keys list`", "`package verify`"],
    columns: [
      { size: { keys: 1000, signatures: 10_000 }, milliseconds: [0.415, 9.994] },
      { size: { keys: 10_000, signatures: 100_000 }, milliseconds: [99.94, 1204.4] },
    ],
  }],
};

Deno.test("the section says what ran where, and its tables hold the figures", () => {
  const lines = formatStoresSection(REPORT).split("\n");
  assert.ok(lines.includes("- Example 9000, 2 cores, 8 GiB"));
  assert.ok(lines.includes("- Linux 6.1.2; the stores lie on ext4"));
  assert.ok(lines.includes("- PostgreSQL 17.2"));
  assert.deepEqual(lines.slice(lines.indexOf("### Postgres"), -1), [
    "### Postgres",
    "",
    "| milliseconds     | 1,000 keys, 10,000 signatures | 10,000 keys, 100,000 signatures |",
    "| ---------------- | ----------------------------: | ------------------------------: |",
    "| `keys list`      |                          0.41 |                            99.9 |",
    "| `package verify` |                          9.99 |                           1,204 |",
  ]);
});

Deno.test("the same report gives the same section, its headings in this order", () => {
  const section = formatStoresSection(REPORT);
  assert.equal(section, formatStoresSection(structuredClone(REPORT)));
  assert.deepEqual(section.match(/^#+ .*$/gm), ["## Stores", "### Postgres"]);
});
