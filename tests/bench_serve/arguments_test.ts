import assert from "node:assert/strict";
import { parseServeArguments } from "../../scripts/bench_serve/arguments.ts";

const DEFAULTS = {
  seconds: 3,
  rounds: 3,
  million: false,
  soak: null,
  executable: null,
  quick: false,
  help: false,
};

Deno.test("without options, every cell is measured three times for three seconds", () => {
  assert.deepEqual(parseServeArguments([]), DEFAULTS);
});

Deno.test("a quick run has one round of a second, unless it is told otherwise", () => {
  const quick = { ...DEFAULTS, quick: true, seconds: 1, rounds: 1 };
  assert.deepEqual(parseServeArguments(["--quick"]), quick);
  const told = parseServeArguments(["--quick", "--seconds", "5", "--rounds", "2"]);
  assert.deepEqual(told, { ...quick, seconds: 5, rounds: 2 });
});

Deno.test("a duration has a unit, and is kept in seconds", () => {
  for (const [text, seconds] of [["90s", 90], ["10m", 600], ["2h", 7200]] as const) {
    assert.equal(parseServeArguments(["--soak", text]).soak, seconds);
  }
});

Deno.test("the million and an executable are asked for by name", () => {
  const options = parseServeArguments(["--million", "--executable", "dist/cloacina"]);
  assert.deepEqual(options, { ...DEFAULTS, million: true, executable: "dist/cloacina" });
});

Deno.test("a number that is none is refused", () => {
  for (const option of ["seconds", "rounds"]) {
    for (const text of ["0", "-1", "1.5", "1000", "many", ""]) {
      assert.throws(() => parseServeArguments([`--${option}=${text}`]), {
        code: "invalid_request",
        message: `Cannot use --${option} ${text}: it takes a number from 1 to 999`,
      });
    }
  }
});

Deno.test("a duration that is none is refused", () => {
  for (const text of ["10", "0m", "1.5h", "10 m", "1d", "m", ""]) {
    assert.throws(() => parseServeArguments([`--soak=${text}`]), {
      code: "invalid_request",
      message: `Cannot use --soak ${text}: it takes a duration such as 90s, 10m or 2h`,
    });
  }
});

Deno.test("what is not an option is refused", () => {
  for (const args of [["--bogus"], ["sqlite"], ["--soak"], ["--million=yes"]]) {
    assert.throws(() => parseServeArguments(args), {
      code: "invalid_request",
      message: /^Cannot read the options: /,
    });
  }
});
