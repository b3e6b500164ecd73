import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTimeText, toTimeText } from "../../../src/store/sqlite/session.ts";

Deno.test("a time is written as chrono writes it", () => {
  const table = [
    ["2026-01-28T12:00:00Z", "2026-01-28T12:00:00+00:00"],
    ["2026-01-28T12:00:00.123Z", "2026-01-28T12:00:00.123+00:00"],
    ["2026-01-28T12:00:00.100Z", "2026-01-28T12:00:00.100+00:00"],
    ["2026-01-28T12:00:00.001Z", "2026-01-28T12:00:00.001+00:00"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"],
  ] as const;
  for (const [time, text] of table) assert.equal(toTimeText(new Date(time)), text);
});

Deno.test("a time is read in every form of RFC 3339, down to the millisecond", () => {
  const table = [
    ["2026-01-28T12:00:00+00:00", "2026-01-28T12:00:00.000Z"],
    ["2026-01-28T12:00:00Z", "2026-01-28T12:00:00.000Z"],
    ["2026-01-28t12:00:00.5z", "2026-01-28T12:00:00.500Z"],
    ["2026-01-28T12:00:00.123456789+00:00", "2026-01-28T12:00:00.123Z"],
    ["2026-01-28T12:00:00.999999999+00:00", "2026-01-28T12:00:00.999Z"],
    ["2026-01-28T14:30:00+02:30", "2026-01-28T12:00:00.000Z"],
    ["2026-01-28T01:00:00-11:00", "2026-01-28T12:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2016-12-31T23:59:60.25+00:00", "2017-01-01T00:00:00.250Z"],
  ] as const;
  for (const [text, time] of table) assert.equal(parseTimeText(text)?.toISOString(), time, text);
});

Deno.test("other texts are no time", () => {
  const texts = ["", "now", "2026-01-28", "2026-01-28 12:00:00", "2026-02-30T00:00:00Z"]
    .concat("2026-01-28T12:00:00", "2026-01-28T12:00:00Z\0", " 2026-01-28T12:00:00Z");
  for (const text of texts) assert.equal(parseTimeText(text), null, text);
});

Deno.test("a time is read as it was written, and sorts as text as it does in time", () => {
  const times = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(fc.property(times, times, fc.nat(2000), (one, far, step) => {
    for (const other of [far, new Date(one.getTime() + step - 1000)]) {
      if (other.getTime() < 0) continue;
      assert.deepEqual(parseTimeText(toTimeText(other)), other);
      const order = Math.sign(one.getTime() - other.getTime());
      const [a, b] = [toTimeText(one), toTimeText(other)];
      assert.equal(a < b ? -1 : a > b ? 1 : 0, order);
    }
  }));
});
