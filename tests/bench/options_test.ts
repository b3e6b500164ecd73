import assert from "node:assert/strict";
import { parseCount, readOptions } from "../../scripts/bench/options.ts";

const OPTIONS = {
  runs: { type: "string" },
  quick: { type: "boolean", default: false },
} as const;

Deno.test("options come with their defaults", () => {
  assert.deepEqual({ ...readOptions("bench", [], OPTIONS) }, { quick: false });
  const told = readOptions("bench", ["--quick", "--runs", "5"], OPTIONS);
  assert.deepEqual({ ...told }, { quick: true, runs: "5" });
});

Deno.test("what is not an option is refused, with the help of the task as a hint", () => {
  for (const args of [["--bogus"], ["dist"], ["--runs"], ["--quick=yes"]]) {
    assert.throws(() => readOptions("bench", args, OPTIONS), {
      code: "invalid_request",
      message: /^Cannot read the options: /,
      hint: "see `deno task bench --help`",
    });
  }
});

Deno.test("a count is a number from 1 to 999", () => {
  assert.deepEqual(["1", "30", "999"].map((text) => parseCount("runs", text)), [1, 30, 999]);
  for (const text of ["0", "-1", "1.5", "1000", "many", ""]) {
    assert.throws(() => parseCount("runs", text), {
      code: "invalid_request",
      message: `Cannot read --runs "${text}": not a number from 1 to 999`,
    });
  }
});
