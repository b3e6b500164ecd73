import assert from "node:assert/strict";
import { type Budget, formatBudgets, judgeBudgets } from "../../scripts/bench/budgets.ts";
import { keyDirectoryRow } from "../../scripts/bench/key_directories.ts";
import { OWN_NAMES } from "../../scripts/bench/own.ts";
import { DIGEST_NAME, MINISIGN_NAME } from "../../scripts/bench/peers.ts";
import { type BenchCase, FULL_SIZES, planCases } from "../../scripts/bench/plan.ts";
import type { CaseResult, Row } from "../../scripts/bench/results.ts";

const plan = planCases(FULL_SIZES);
const startup = { own: ["main.ts", "src/cli/app.ts"], packages: ["@stricli/core@1.3.0"] };

/** Wall seconds of our executables in a case, and of the row that they are judged by. */
type Walls = ReadonlyMap<BenchCase, readonly [own: number, other: number]>;

/** What the many are judged by, which is not the row that the ratios of the table refer to. */
const REFERENCES: ReadonlyMap<BenchCase, string> = new Map([
  [plan.signMany, MINISIGN_NAME],
  [plan.verifyMany, MINISIGN_NAME],
]);

const MET: Walls = new Map([
  [plan.version, [0.044, 0.04]],
  [plan.signSmallest, [0.05, 0.04]],
  [plan.verifySmallest, [0.052, 0.04]],
  [plan.signLargest, [0.475, 0.5]],
  [plan.signMany, [1 / 3, 1 / 3 / 1.3]],
  [plan.verifyMany, [0.25, 1]],
  [plan.signPair, [1, 1.8]],
]);

const MISSED: Walls = new Map([
  [plan.version, [0.0444, 0.04]],
  [plan.signSmallest, [0.0504, 0.04]],
  [plan.verifySmallest, [0.0524, 0.04]],
  [plan.signLargest, [0.48, 0.5]],
  [plan.signMany, [0.34, 0.34 / 1.31]],
  [plan.verifyMany, [0.26, 1]],
  [plan.signPair, [1, 1.79]],
]);

/** Each is beyond its limit by less than the table shows, so that the table has the figures of `MET`. */
const ROUNDED: Walls = new Map([
  [plan.version, [0.04401, 0.04]],
  [plan.signSmallest, [0.05001, 0.04]],
  [plan.verifySmallest, [0.05201, 0.04]],
  [plan.signLargest, [0.4751, 0.5]],
  [plan.signMany, [0.33334, 0.33334 / 1.3004]],
  [plan.verifyMany, [0.2504, 1]],
  [plan.signPair, [1, 1.7999]],
]);

/** What the table has of `MET`. */
const AT_THE_LIMIT = [
  ["1.10 x", "met"],
  ["1.25 x", "met"],
  ["1.30 x", "met"],
  ["1.10 x", "met"],
  ["1.25 x", "met"],
  ["1.30 x", "met"],
  ["0.95 x", "met"],
  ["1.30 x", "met"],
  ["0.25 x", "met"],
  ["120 MiB", "met"],
  ["3,000 a second", "met"],
  ["0.40 ms", "met"],
  ["1.80 times", "met"],
  ["1.50 x", "met"],
  ["2 modules of its own, @stricli/core@1.3.0", "met"],
];

/** `peak` is in KiB, `cpuSeconds` the processor time of each row. */
function judge(walls: Walls, peak: number, cpuSeconds: number): Budget[] {
  const results = [...walls].map(([bench, [own, other]]): CaseResult => ({
    bench,
    rows: [
      row(OWN_NAMES.executable, own, { peak, cpuSeconds }),
      row(OWN_NAMES.offline, own, { peak, cpuSeconds }),
      row(REFERENCES.get(bench) ?? bench.reference, other, { peak: 999_999, cpuSeconds: 999 }),
      row(OWN_NAMES.source, 999, { peak: 999_999, cpuSeconds: 999 }),
    ],
  }));
  return judgeBudgets({ plan, results, directories: directories(walls), startup, cores: 2 });
}

/** A key directory that takes so much longer when it is large; the earlier build is not judged. */
function directories(walls: Walls): CaseResult[] {
  const growth = new Map([[MET, 1.5], [MISSED, 1.51], [ROUNDED, 1.5004]]).get(walls);
  if (growth === undefined) return [];
  const figures = { peak: 0, cpuSeconds: 0 };
  const rows = [
    row(keyDirectoryRow(OWN_NAMES.executable, 100), 1, figures),
    row(keyDirectoryRow(OWN_NAMES.executable, 10_000), growth, figures),
    row(keyDirectoryRow(OWN_NAMES.baseline, 10_000), 15, figures),
  ];
  return [{ bench: { title: "Show a key", reference: rows[0]!.name }, rows }];
}

function row(
  name: string,
  wallSeconds: number,
  { peak, cpuSeconds }: { readonly peak: number; readonly cpuSeconds: number },
): Row {
  const times = { wallSeconds, fastestSeconds: 0, slowestSeconds: 0, cpuSeconds };
  return { name, work: "", summary: { ...times, peakKibibytes: peak } };
}

/** The figures and verdicts of a table. */
function shown(budgets: readonly Budget[]): string[][] {
  return budgets.map(({ figure, verdict }) => [figure, verdict]);
}

Deno.test("a figure that is just the limit meets its budget", () => {
  assert.deepEqual(shown(judge(MET, 122_880, 0.4)), AT_THE_LIMIT);
});

Deno.test("a figure beyond the limit misses its budget", () => {
  assert.deepEqual(shown(judge(MISSED, 123_904, 0.41)), [
    ["1.11 x", "MISSED"],
    ["1.26 x", "MISSED"],
    ["1.31 x", "MISSED"],
    ["1.11 x", "MISSED"],
    ["1.26 x", "MISSED"],
    ["1.31 x", "MISSED"],
    ["0.96 x", "MISSED"],
    ["1.31 x", "MISSED"],
    ["0.26 x", "MISSED"],
    ["121 MiB", "MISSED"],
    ["2,941 a second", "MISSED"],
    ["0.41 ms", "MISSED"],
    ["1.79 times", "MISSED"],
    ["1.51 x", "MISSED"],
    ["2 modules of its own, @stricli/core@1.3.0", "met"],
  ]);
});

Deno.test("a verdict agrees with the figure that is shown", () => {
  assert.deepEqual(shown(judge(ROUNDED, 122_881, 0.4004)), AT_THE_LIMIT);
});

Deno.test("the promises name what they were measured on", () => {
  const { executable, offline, empty } = OWN_NAMES;
  const starts = [executable, offline].flatMap((own) => [
    `Print the version, ${own}: wall at most 1.10 x ${empty}`,
    `Sign 1 KiB, ${own}: wall at most 1.25 x ${empty}`,
    `Verify 1 KiB, ${own}: wall at most 1.30 x ${empty}`,
  ]);
  const many = "1,000 packages of 1 KiB in one call";
  assert.deepEqual(judge(MET, 122_880, 0.4).map(({ promise }) => promise), [
    ...starts,
    `Sign 1 GiB, ${executable}: wall at most 0.95 x ${DIGEST_NAME}`,
    `Sign ${many}, ${executable}: wall at most 1.30 x ${MINISIGN_NAME}`,
    `Verify ${many}, ${executable}: wall at most 0.25 x ${MINISIGN_NAME}`,
    "Peak memory at most 120 MiB in every table",
    `Sign ${many}: at least 3,000 a second`,
    `Sign ${many}: at most 0.40 ms of processor time each`,
    "Sign 2 packages of 1 GiB in one call: on two cores, at least 1.80 times as fast as on one",
    `Show a key: wall of ${executable}, 10,000 keys at most 1.50 x ${executable}, 100 keys`,
    "Start-up loads no library but the one that reads the command line",
  ]);
});

Deno.test("what is not measured is neither met nor missed", () => {
  const verdicts = judge(new Map(), 0, 0).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts.slice(0, -1), Array(13).fill("not measured"));
});

Deno.test("another library among the packages of start-up misses the budget", () => {
  const loaded = { own: ["main.ts"], packages: ["@stricli/core@1.3.0", "asn1js@4.0.0"] };
  const [budget] = judgeBudgets({ plan, results: [], directories: [], startup: loaded, cores: 2 })
    .slice(-1);
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
