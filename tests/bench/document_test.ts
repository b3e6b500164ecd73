import assert from "node:assert/strict";
import { type BenchReport, formatDocument } from "../../scripts/bench/document.ts";
import { planCases, QUICK_SIZES } from "../../scripts/bench/plan.ts";

const { signSmallest } = planCases(QUICK_SIZES);

const REPORT: BenchReport = {
  command: "deno task bench",
  date: "2026-01-28",
  rounds: 7,
  machine: {
    processor: "Example 9000",
    cores: 2,
    memoryBytes: 8 * 1024 ** 3,
    kernel: "6.1.2",
    fileSystem: "ext4",
    load: 0.1,
  },
  versions: ["cloacina 1.0.0", "OpenSSL 3.0.0"],
  budgets: [{ promise: "fast", figure: "1 s", verdict: "met" }],
  results: [{
    bench: signSmallest,
    rows: [
      {
        name: "empty compiled program",
        work: "nothing",
        summary: {
          wallSeconds: 0.02,
          fastestSeconds: 0.019,
          slowestSeconds: 1.021,
          cpuSeconds: 0.018,
          peakKibibytes: 52_224,
        },
      },
      { name: "minisign", work: "BLAKE2b, Ed25519", failure: "fails" },
    ],
  }],
};

Deno.test("the page says what ran where, and its tables hold the figures", () => {
  const page = formatDocument(REPORT);
  const lines = page.split("\n");
  assert.ok(lines.includes("- Example 9000, 2 cores, 8 GiB"));
  assert.ok(lines.includes("- Linux 6.1.2; the packages lie on ext4"));
  assert.ok(lines.includes("- load average before the run: 0.10"));
  assert.ok(lines.includes("- OpenSSL 3.0.0"));
  assert.deepEqual(lines.slice(lines.indexOf("### Sign 1 KiB"), -1), [
    "### Sign 1 KiB",
    "",
    "| tool                   | work    | wall ms | fastest to slowest | CPU ms | peak MiB | ratio |",
    "| ---------------------- | ------- | ------: | -----------------: | -----: | -------: | ----: |",
    "| empty compiled program | nothing |      20 |        19 to 1,021 |     18 |       51 |  1.00 |",
    "| minisign               | fails   |       – |                  – |      – |        – |     – |",
  ]);
});

Deno.test("the same report gives the same page, its headings in this order", () => {
  const page = formatDocument(REPORT);
  assert.equal(page, formatDocument(structuredClone(REPORT)));
  assert.deepEqual(page.match(/^#+ .*$/gm), [
    "## Budgets",
    "## Machine and versions",
    "## Method and noise",
    "## Measured",
    "### Sign 1 KiB",
  ]);
});
