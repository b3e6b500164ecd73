import assert from "node:assert/strict";
import { type Budget, formatBudgets, judgeBudgets } from "../../scripts/bench/budgets.ts";
import { OWN_NAMES } from "../../scripts/bench/own.ts";
import { DIGEST_NAME } from "../../scripts/bench/peers.ts";
import { type BenchCase, FULL_SIZES, planCases } from "../../scripts/bench/plan.ts";
import type { CaseResult, Row } from "../../scripts/bench/results.ts";

const plan = planCases(FULL_SIZES);
const startup = { own: ["main.ts", "src/cli/app.ts"], packages: ["@stricli/core@1.3.0"] };

/** Wall seconds of the executable in a case, and of the row that it is judged by. */
type Walls = ReadonlyMap<BenchCase, readonly [own: number, other: number]>;

const MET: Walls = new Map([
  [plan.signLargest, [0.5, 0.5]],
  [plan.signSmallest, [0.05, 0.04]],
  [plan.signMany, [1 / 3, 1]],
  [plan.signPair, [1, 1.5]],
]);

const MISSED: Walls = new Map([
  [plan.signLargest, [0.51, 0.5]],
  [plan.signSmallest, [0.0504, 0.04]],
  [plan.signMany, [0.34, 1]],
  [plan.signPair, [1, 1.49]],
]);

/** Each is beyond its limit by less than the table shows, so that the table has the figures of `MET`. */
const ROUNDED: Walls = new Map([
  [plan.signLargest, [0.5002, 0.5]],
  [plan.signSmallest, [0.05001, 0.04]],
  [plan.signMany, [0.33334, 1]],
  [plan.signPair, [1, 1.4999]],
]);

/** What the table has of `MET`. */
const AT_THE_LIMIT = [
  ["1.00 x", "met"],
  ["120 MiB", "met"],
  ["1.25 x", "met"],
  ["3,000 a second", "met"],
  ["1.50 times", "met"],
  ["2 modules of its own, @stricli/core@1.3.0", "met"],
];

function judge(walls: Walls, peak: number): Budget[] {
  const results = [...walls].map(([bench, [own, other]]): CaseResult => ({
    bench,
    rows: [
      row(OWN_NAMES.executable, own, peak),
      row(bench.reference, other, 999_999),
      row(OWN_NAMES.source, 999, 999_999),
    ],
  }));
  return judgeBudgets({ plan, results, startup, cores: 2 });
}

function row(name: string, wallSeconds: number, peakKibibytes: number): Row {
  const times = { wallSeconds, fastestSeconds: 0, slowestSeconds: 0, cpuSeconds: 0 };
  return { name, work: "", summary: { ...times, peakKibibytes } };
}

/** The figures and verdicts of a table. */
function shown(budgets: readonly Budget[]): string[][] {
  return budgets.map(({ figure, verdict }) => [figure, verdict]);
}

Deno.test("a figure that is just the limit meets its budget", () => {
  assert.deepEqual(shown(judge(MET, 122_880)), AT_THE_LIMIT);
});

Deno.test("a figure beyond the limit misses its budget", () => {
  assert.deepEqual(shown(judge(MISSED, 123_904)), [
    ["1.02 x", "MISSED"],
    ["121 MiB", "MISSED"],
    ["1.26 x", "MISSED"],
    ["2,941 a second", "MISSED"],
    ["1.49 times", "MISSED"],
    ["2 modules of its own, @stricli/core@1.3.0", "met"],
  ]);
});

Deno.test("a verdict agrees with the figure that is shown", () => {
  assert.deepEqual(shown(judge(ROUNDED, 122_881)), AT_THE_LIMIT);
});

Deno.test("the promises name what they were measured on", () => {
  assert.deepEqual(judge(MET, 122_880).map(({ promise }) => promise), [
    `Sign 1 GiB: wall at most 1.00 x ${DIGEST_NAME}`,
    "Peak memory at most 120 MiB in every table",
    "Sign 1 KiB: wall at most 1.25 x empty compiled program",
    "Sign 1,000 packages of 1 KiB in one call: at least 3,000 a second",
    "Sign 2 packages of 1 GiB in one call: on two cores, at least 1.50 times as fast as on one",
    "Start-up loads no library but the one that reads the command line",
  ]);
});

Deno.test("what is not measured is neither met nor missed", () => {
  const verdicts = judge(new Map(), 0).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts.slice(0, 5), Array(5).fill("not measured"));
});

Deno.test("another library among the packages of start-up misses the budget", () => {
  const loaded = { own: ["main.ts"], packages: ["@stricli/core@1.3.0", "asn1js@4.0.0"] };
  const [budget] = judgeBudgets({ plan, results: [], startup: loaded, cores: 2 }).slice(-1);
  assert.equal(budget!.verdict, "MISSED");
});

Deno.test("the budgets are a table", () => {
  const budget: Budget = { promise: "fast", figure: "1 s", verdict: "met" };
  assert.equal(
    formatBudgets([budget]),
    [
      "| budget | measured | verdict |",
      "| ------ | -------- | ------- |",
      "| fast   | 1 s      | met     |",
      "",
    ].join("\n"),
  );
});
