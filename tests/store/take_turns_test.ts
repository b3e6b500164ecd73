import assert from "node:assert/strict";
import { takeTurns } from "../../src/store/take_turns.ts";

/** Callers `a1`, `a2`, … of group `a`: what runs, and what ends the one that has run longest. */
function turns(beside: number, most = 100) {
  const runs: string[] = [];
  const running: (() => void)[] = [];
  const wait = takeTurns<string>({
    serve: (callers) => {
      runs.push(callers.join(" "));
      const { promise, resolve } = Promise.withResolvers<void>();
      running.push(resolve);
      return promise;
    },
    countOf: ({ length }) => Math.min(length, most),
    beside,
  });
  const come = (names: string) => names.split(" ").forEach((name) => wait(name[0]!, name));
  const end = async () => {
    running.shift()!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { runs, come, end };
}

Deno.test("who comes while its group runs is served by the next run, and the group that has waited longest is next", async () => {
  const { runs, come, end } = turns(1);
  come("a1 a2 b1 a3 c1 b2");
  assert.deepEqual(runs, ["a1"]);
  await end();
  come("a4");
  assert.deepEqual(runs, ["a1", "b1 b2"]);
  for (let run = 0; run < 2; run++) await end();
  assert.deepEqual(runs, ["a1", "b1 b2", "c1", "a2 a3 a4"]);
});

Deno.test("no more groups run at the same time than may, and of each one run", async () => {
  const { runs, come, end } = turns(2);
  come("a1 a2 b1 b2 c1");
  assert.deepEqual(runs, ["a1", "b1"]);
  await end();
  assert.deepEqual(runs, ["a1", "b1", "c1"]);
  await end();
  assert.deepEqual(runs, ["a1", "b1", "c1", "a2"]);
});

Deno.test("a run serves no more than may share one, the first that came, and the others are served after it", async () => {
  const { runs, come, end } = turns(1, 2);
  come("a1 a2 a3 a4");
  for (let run = 0; run < 2; run++) await end();
  come("a5");
  assert.deepEqual(runs, ["a1", "a2 a3", "a4"]);
  await end();
  assert.deepEqual(runs, ["a1", "a2 a3", "a4", "a5"]);
});
