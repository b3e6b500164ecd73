import assert from "node:assert/strict";
import { LAST_MOMENT, toMoment } from "../../src/domain/claimed_time.ts";

Deno.test("a claimed time is a moment: offsets, fractions, lower case, leap seconds", () => {
  const cases = [
    ["2026-01-28T12:00:00Z", "2026-01-28T12:00:00.000Z"],
    ["2026-01-28t12:00:00z", "2026-01-28T12:00:00.000Z"],
    ["2026-01-28T12:00:00.123456789+00:00", "2026-01-28T12:00:00.123Z"],
    ["2026-01-28T12:00:00.5-23:59", "2026-01-29T11:59:00.500Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2017-01-01T00:59:60.25+01:00", "2017-01-01T00:00:00.250Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ] as const;
  for (const [text, expected] of cases) assert.equal(toMoment(text).toISOString(), expected);
});

Deno.test("a claimed time outside of the years 1 to 9999 is the nearest moment inside", () => {
  const cases = [
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:60Z", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999Z"],
    ["0001-01-01T00:00:00+00:01", "0001-01-01T00:00:00.000Z"],
    ["0000-06-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["0000-01-01T00:00:00+23:59", "0001-01-01T00:00:00.000Z"],
  ] as const;
  for (const [text, expected] of cases) assert.equal(toMoment(text).toISOString(), expected);
  assert.equal(new Date(LAST_MOMENT).toISOString(), "9999-12-31T23:59:59.999Z");
});
