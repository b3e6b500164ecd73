import assert from "node:assert/strict";
import { rotate } from "../../scripts/bench/rounds.ts";

Deno.test("each round another one begins, and all take their turn", () => {
  const rounds = [0, 1, 2, 3].map((round) => rotate(["a", "b", "c"], round).join(""));
  assert.deepEqual(rounds, ["abc", "bca", "cab", "abc"]);
  assert.deepEqual(rotate([], 5), []);
});
