import assert from "node:assert/strict";
import { measureSubjects } from "../../scripts/bench_serve/measure_subjects.ts";
import type { Subject } from "../../scripts/bench_serve/subjects.ts";

const CELL = { kind: "sign", connections: 1, hashes: 1, store: true } as const;
const MEASURING = { rounds: 3, seconds: 5 };

Deno.test("a figure is the median over the rounds, each by itself; what was stored is summed up", async () => {
  const rounds = [[100, 1, 9, 5], [300, 2, 7, 40], [200, 3, 8, 6]].map((
    [perSecond, p50, p99, processorTime],
  ) => ({
    processorTime: processorTime!,
    perSecond: perSecond!,
    latency: { p50: p50!, p99: p99! },
    stored: 10,
    refused: 1,
  }));
  const [[result]] = await measureSubjects(MEASURING, [subject(() => rounds.shift()!)]) as [
    [unknown],
  ];
  assert.deepEqual(result, {
    cell: CELL,
    perSecond: 200,
    latency: { p50: 2, p99: 8 },
    processorTime: 6,
    stored: 30,
    refused: 3,
  });
});

Deno.test("what is not asked has no latency", async () => {
  const bare = subject(() => ({
    perSecond: 5,
    latency: null,
    processorTime: null,
    stored: 0,
    refused: 0,
  }));
  const [[result]] = await measureSubjects(MEASURING, [bare]) as [[unknown]];
  assert.deepEqual(result, {
    cell: CELL,
    perSecond: 5,
    latency: null,
    processorTime: null,
    stored: 0,
    refused: 0,
  });
});

Deno.test("subjects take turns", async () => {
  const order: string[] = [];
  const noting = (name: string) =>
    subject(() => {
      order.push(name);
      return { perSecond: 1, latency: null, processorTime: null, stored: 0, refused: 0 };
    });
  await measureSubjects({ rounds: 2, seconds: 1 }, [noting("a"), noting("b")]);
  assert.equal(order.join(""), "abab");
});

function subject(measure: () => Awaited<ReturnType<Subject["measure"]>>): Subject {
  return { cells: [CELL], measure: () => Promise.resolve(measure()) };
}
