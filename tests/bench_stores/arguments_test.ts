import assert from "node:assert/strict";
import { parseStoresArguments } from "../../scripts/bench_stores/arguments.ts";

const DEFAULTS = { runs: 30, quick: false, help: false };

Deno.test("without options, every operation runs thirty times", () => {
  assert.deepEqual(parseStoresArguments([]), DEFAULTS);
});

Deno.test("a quick run has three runs, unless it is told how many", () => {
  assert.deepEqual(parseStoresArguments(["--quick"]), { ...DEFAULTS, quick: true, runs: 3 });
  const told = parseStoresArguments(["--quick", "--runs", "5"]);
  assert.deepEqual(told, { ...DEFAULTS, quick: true, runs: 5 });
});

Deno.test("a number of runs that is none is refused", () => {
  for (const text of ["0", "-1", "1.5", "1000", "many", ""]) {
    assert.throws(() => parseStoresArguments([`--runs=${text}`]), {
      code: "invalid_request",
      message: `Cannot use --runs ${text}: it takes a number from 1 to 999`,
    });
  }
});

Deno.test("what is not an option is refused", () => {
  for (const args of [["--bogus"], ["sqlite"], ["--runs"], ["--quick=yes"]]) {
    assert.throws(() => parseStoresArguments(args), {
      code: "invalid_request",
      message: /^Cannot read the options: /,
    });
  }
});
