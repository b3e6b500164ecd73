import assert from "node:assert/strict";
import fc from "fast-check";
import { isRfc3339, toRfc3339 } from "../../src/formats/rfc3339.ts";

function assertAll(texts: readonly string[], expected: boolean): void {
  for (const text of texts) assert.equal(isRfc3339(text), expected, JSON.stringify(text));
}

Deno.test("the examples of RFC 3339, section 5.8, are times", () => {
  assertAll([
    "1985-04-12T23:20:50.52Z",
    "1996-12-19T16:39:57-08:00",
    "1990-12-31T23:59:60Z",
    "1990-12-31T15:59:60-08:00",
    "1937-01-01T12:00:27.87+00:20",
  ], true);
});

Deno.test("any number of fraction digits, offsets, small letters and the years 0000 to 9999 are allowed", () => {
  assertAll([
    "2026-01-28T12:00:00Z",
    "2026-01-28T12:00:00.1Z",
    "2026-01-28T12:00:00.123456789+00:00",
    "2026-01-28T12:00:00.000000000000000000001Z",
    "2026-01-28T12:00:00-00:00",
    "2026-01-28T12:00:00+23:59",
    "2026-01-28t12:00:00z",
    "0000-01-01T00:00:00Z",
    "0099-12-31T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ], true);
});

Deno.test("29 February is a day of leap years only", () => {
  assertAll(["2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0000-02-29T00:00:00Z"], true);
  assertAll(["0004-02-29T00:00:00Z", "0096-02-29T00:00:00Z", "2400-02-29T00:00:00Z"], true);
  assertAll(["2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z"], false);
  assertAll(["0001-02-29T00:00:00Z", "0100-02-29T00:00:00Z", "2024-02-30T00:00:00Z"], false);
});

Deno.test("each month has its days and no more", () => {
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (const [index, last] of days.entries()) {
    const month = String(index + 1).padStart(2, "0");
    assertAll([`2026-${month}-01T00:00:00Z`, `2026-${month}-${last}T00:00:00Z`], true);
    assertAll([`2026-${month}-${last + 1}T00:00:00Z`, `2026-${month}-00T00:00:00Z`], false);
  }
});

Deno.test("a month, hour, minute, second or offset that does not exist is refused", () => {
  assertAll([
    "2026-00-28T12:00:00Z",
    "2026-13-28T12:00:00Z",
    "2026-01-28T24:00:00Z",
    "2026-01-28T12:60:00Z",
    "2026-01-28T12:00:61Z",
    "2026-01-28T12:00:00+24:00",
    "2026-01-28T12:00:00+00:60",
  ], false);
});

Deno.test("what ISO 8601 allows and RFC 3339 does not is refused", () => {
  assertAll([
    "",
    "2026-01-28",
    "2026-01-28T12:00Z",
    "2026-01-28T12:00:00",
    "2026-01-28 12:00:00Z",
    "2026-01-28T12:00:00,5Z",
    "2026-01-28T12:00:00.Z",
    "2026-01-28T12:00:00+00",
    "2026-01-28T12:00:00+0000",
    "20260128T120000Z",
    "2026-W05-3T12:00:00Z",
    "+002026-01-28T12:00:00Z",
    "-0001-01-28T12:00:00Z",
    "26-01-28T12:00:00Z",
    "2026-1-28T12:00:00Z",
  ], false);
});

Deno.test("nothing may stand before or after the time", () => {
  const time = "2026-01-28T12:00:00Z";
  assertAll([` ${time}`, `${time} `, `${time}\n`, `\n${time}`, `${time}\0`, `${time}Z`], false);
  assertAll([`\uff12${time.slice(1)}`, `\u0662${time.slice(1)}`], false);
});

Deno.test("a time is written in UTC, in whole seconds, and cut, not rounded", () => {
  assert.equal(toRfc3339(new Date("2026-01-28T12:00:00.999Z")), "2026-01-28T12:00:00Z");
  assert.equal(toRfc3339(new Date("2026-01-28T23:30:00-02:00")), "2026-01-29T01:30:00Z");
});

Deno.test("property: what is written is a time, and the same second", () => {
  const times = fc.date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(times, (time) => {
    const text = toRfc3339(time);
    assert.equal(isRfc3339(text), true);
    assert.equal(Date.parse(text), Math.floor(time.getTime() / 1000) * 1000);
  }));
});
