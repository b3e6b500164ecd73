import assert from "node:assert/strict";
import { formatMillionTable, formatSoakTable } from "../../scripts/bench_serve/memory_tables.ts";
import { parseStatus } from "../../scripts/bench_serve/resident_memory.ts";
import { minutesOf } from "../../scripts/bench_serve/soak.ts";

const MIB = 1024;

Deno.test("the memory of a process is read in KiB", () => {
  const text = "Name:\tdeno\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\nRssAnon:\t 5 kB\n";
  assert.deepEqual(parseStatus(text), { now: 102400, peak: 204800 });
  assert.equal(parseStatus("Name:\tdeno\nState:\tZ (zombie)\n"), null);
});

Deno.test("a soak is cut into minutes, and what is left", () => {
  assert.deepEqual(minutesOf(120), [60, 60]);
  assert.deepEqual(minutesOf(90), [60, 30]);
  assert.deepEqual(minutesOf(5), [5]);
});

Deno.test("the table of the million has a row for each store", () => {
  const memory = (mebibytes: number, peak = mebibytes) => {
    return { now: mebibytes * MIB, peak: peak * MIB };
  };
  const table = formatMillionTable([{
    title: "SQLite",
    before: memory(80),
    afterSome: memory(100),
    afterAll: memory(120, 150),
    perSecond: 9876,
  }]);
  assert.deepEqual(table.split("\n").slice(0, -1), [
    "| MiB    | at the start | after 10,000 | after 1,000,000 | peak | signatures a second |",
    "| ------ | -----------: | -----------: | --------------: | ---: | ------------------: |",
    "| SQLite |           80 |          100 |             120 |  150 |               9,876 |",
  ]);
});

Deno.test("the table of a soak begins with the start", () => {
  const report = {
    ...{ seconds: 60, count: 1200, p50: 1, p99: 42.4, signatures: 30_300, stored: 300 },
    ...{ refused: 0, errors: 0, firstError: null },
  };
  const minutes = [{ report, memory: 100 * MIB }];
  const table = formatSoakTable({ title: "Postgres", seconds: 60, before: 80 * MIB, minutes });
  assert.deepEqual(table.split("\n").slice(0, -1), [
    "| minute | MiB | requests | signatures | of them stored | p99 ms | errors |",
    "| ------ | --: | -------: | ---------: | -------------: | -----: | -----: |",
    "| start  |  80 |        – |          – |              – |      – |      – |",
    "| 1      | 100 |    1,200 |     30,300 |            300 |     42 |      0 |",
  ]);
});
