import assert from "node:assert/strict";
import { parseBenchArguments } from "../../scripts/bench/arguments.ts";

const DEFAULTS = { executable: "dist/cloacina", rounds: 7, quick: false, help: false };

Deno.test("without options, dist/cloacina is measured in seven rounds", () => {
  assert.deepEqual(parseBenchArguments([]), DEFAULTS);
});

Deno.test("a quick run has two rounds, unless it is told how many", () => {
  assert.deepEqual(parseBenchArguments(["--quick"]), { ...DEFAULTS, quick: true, rounds: 2 });
  const told = parseBenchArguments(["--quick", "--rounds", "5", "--executable", "x"]);
  assert.deepEqual(told, { ...DEFAULTS, quick: true, rounds: 5, executable: "x" });
});

Deno.test("a number of rounds that is none is refused", () => {
  for (const text of ["0", "-1", "1.5", "1000", "many", ""]) {
    assert.throws(() => parseBenchArguments([`--rounds=${text}`]), {
      code: "invalid_request",
      message: `Cannot use --rounds ${text}: it takes a number from 1 to 999`,
    });
  }
});

Deno.test("what is not an option is refused", () => {
  for (const args of [["--bogus"], ["dist"], ["--rounds"], ["--quick=yes"]]) {
    assert.throws(() => parseBenchArguments(args), {
      code: "invalid_request",
      message: /^Cannot read the options: /,
    });
  }
});
