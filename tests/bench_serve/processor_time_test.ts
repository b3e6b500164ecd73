import assert from "node:assert/strict";
import { parseStat } from "../../scripts/bench_serve/processor_time.ts";

Deno.test("the times of a process are read in seconds, whatever its program is called", () => {
  const fields = "S 1 1 1 0 -1 4194304 100 0 0 0 250 75 9 9 20 0 11 0 1234";
  assert.equal(parseStat(`4711 (cloacina) ${fields}\n`), 3.25);
  assert.equal(parseStat(`4711 (a ) b) 1) ${fields}\n`), 3.25);
  assert.equal(parseStat(""), null);
});
