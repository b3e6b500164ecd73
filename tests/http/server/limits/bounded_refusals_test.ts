import assert from "node:assert/strict";
import {
  boundedRefusals,
  MAX_REFUSAL_LINES,
} from "../../../../src/http/server/limits/bounded_refusals.ts";

Deno.test("of a flood from many addresses 300 refusals a minute are told, and how many more there were", async () => {
  let time = 5_000_000;
  const told: string[] = [];
  const tell = boundedRefusals((token, address, reason) => {
    told.push(`${token} ${address} ${reason}`);
    return Promise.resolve();
  }, () => time);
  for (let one = 0; one < 1000; one++) await tell(null, `192.0.2.${one}`, "no");
  assert.equal(told.length, MAX_REFUSAL_LINES);
  assert.equal(told.at(-1), "null 192.0.2.299 no");
  time += 59_999;
  await tell(null, "192.0.2.1", "no");
  assert.equal(told.length, MAX_REFUSAL_LINES);
  time += 1;
  await tell(null, "192.0.2.2", "no");
  await tell(null, "192.0.2.3", "no");
  assert.deepEqual(told.slice(MAX_REFUSAL_LINES), [
    "null 192.0.2.2 no (701 refusals before this one were left out)",
    "null 192.0.2.3 no",
  ]);
});
