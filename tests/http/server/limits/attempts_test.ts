import assert from "node:assert/strict";
import { failedAttempts, MAX_FAILURES } from "../../../../src/http/server/limits/attempts.ts";

/** Attempts, and a clock that stands until it is moved. */
function create() {
  let time = 1_000_000;
  const attempts = failedAttempts(() => time);
  return {
    ...attempts,
    fail: (address: string, count: number = MAX_FAILURES) => {
      for (let time = 0; time < count; time++) attempts.add(address);
    },
    wait: (milliseconds: number) => void (time += milliseconds),
  };
}

Deno.test("an address may fail ten times, and then has to wait for the rest of a minute", () => {
  const { secondsToWait, fail, wait } = create();
  assert.equal(secondsToWait("192.0.2.1"), 0);
  fail("192.0.2.1", 9);
  assert.equal(secondsToWait("192.0.2.1"), 0);
  wait(20_000);
  fail("192.0.2.1", 1);
  assert.equal(secondsToWait("192.0.2.1"), 40);
  wait(39_001);
  assert.equal(secondsToWait("192.0.2.1"), 1);
  wait(999);
  assert.equal(secondsToWait("192.0.2.1"), 0);
});

Deno.test("the minute begins with the first failure, and further ones do not lengthen it", () => {
  const { secondsToWait, fail, wait } = create();
  fail("192.0.2.1");
  wait(59_000);
  fail("192.0.2.1", 1000);
  assert.equal(secondsToWait("192.0.2.1"), 1);
  wait(1000);
  assert.equal(secondsToWait("192.0.2.1"), 0);
  fail("192.0.2.1", 9);
  assert.equal(secondsToWait("192.0.2.1"), 0);
  fail("192.0.2.1", 1);
  assert.equal(secondsToWait("192.0.2.1"), 60);
});

Deno.test("addresses are counted each for itself", () => {
  const { secondsToWait, fail } = create();
  fail("192.0.2.1");
  assert.equal(secondsToWait("192.0.2.1"), 60);
  assert.equal(secondsToWait("192.0.2.11"), 0);
  assert.equal(secondsToWait("192.0.2.2"), 0);
});

Deno.test("of 20,000 addresses the 10,000 that failed last are remembered", () => {
  const { secondsToWait, fail } = create();
  const addresses = Array.from(
    { length: 20_000 },
    (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
  );
  for (const address of addresses) fail(address);
  const waiting = addresses.filter((address) => secondsToWait(address) > 0);
  assert.deepEqual(waiting, addresses.slice(10_000));
});

Deno.test("an address whose minute is over begins anew, as the last that failed", () => {
  const { secondsToWait, fail, wait } = create();
  fail("192.0.2.1");
  wait(60_000);
  for (let index = 0; index < 9_999; index++) fail(`10.0.${index >> 8}.${index & 255}`, 1);
  fail("192.0.2.1");
  fail("198.51.100.1", 1);
  assert.equal(secondsToWait("192.0.2.1"), 60);
});
