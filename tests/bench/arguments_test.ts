import assert from "node:assert/strict";
import { parseBenchArguments } from "../../scripts/bench/arguments.ts";
import { parseServeArguments } from "../../scripts/bench_serve/arguments.ts";
import { parseStoresArguments } from "../../scripts/bench_stores/arguments.ts";

Deno.test("bench runs each command of dist/cloacina seven times, or twice when it is quick", () => {
  const defaults = {
    executable: "dist/cloacina",
    offline: "dist/cloacina-offline",
    ...{ baseline: undefined, rounds: 7, quick: false, help: false },
  };
  assert.deepEqual(parseBenchArguments([]), defaults);
  assert.deepEqual(parseBenchArguments(["--quick"]), { ...defaults, quick: true, rounds: 2 });
  assert.equal(parseBenchArguments(["--quick", "--rounds", "5"]).rounds, 5);
  const { offline, baseline } = parseBenchArguments(["--executable", "x/a", "--baseline", "y/b"]);
  assert.deepEqual([offline, baseline], ["x/cloacina-offline", "y/b"]);
});

Deno.test("bench:stores measures each operation thirty times, or three times when it is quick", () => {
  assert.deepEqual(parseStoresArguments([]), { runs: 30, quick: false, help: false });
  assert.deepEqual(parseStoresArguments(["--quick"]), { runs: 3, quick: true, help: false });
  assert.equal(parseStoresArguments(["--quick", "--runs", "5"]).runs, 5);
});

Deno.test("bench:serve measures each cell three times for three seconds, or once for one when it is quick", () => {
  const defaults = {
    ...{ seconds: 3, rounds: 3, million: false, servers: 2, soak: null },
    ...{ executable: null, baseline: null, quick: false, help: false },
  };
  assert.deepEqual(parseServeArguments([]), defaults);
  const quick = { ...defaults, quick: true, seconds: 1, rounds: 1 };
  assert.deepEqual(parseServeArguments(["--quick"]), quick);
  const told = parseServeArguments(["--million", "--executable=x", "--seconds=5", "--servers=8"]);
  assert.deepEqual(told, { ...defaults, million: true, executable: "x", seconds: 5, servers: 8 });
});

Deno.test("a soak has a duration with a unit, which is kept in seconds", () => {
  for (const [text, seconds] of [["90s", 90], ["10m", 600], ["2h", 7200]] as const) {
    assert.equal(parseServeArguments(["--soak", text]).soak, seconds);
  }
  for (const text of ["10", "0m", "1.5h", "10 m", "1d", "m", ""]) {
    assert.throws(() => parseServeArguments([`--soak=${text}`]), {
      code: "invalid_request",
      message: `Cannot read --soak "${text}": not a duration such as 90s, 10m or 2h`,
    });
  }
});
