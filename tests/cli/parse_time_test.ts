import assert from "node:assert/strict";
import { parseExpiry, parsePastTime } from "../../src/cli/parse_time.ts";

const NOW = new Date("2026-01-31T12:00:00.500Z");

Deno.test("an expiry is so many hours, days or weeks from now, or a time", () => {
  const cases = [
    ["12h", "2026-02-01T00:00:00.500Z"],
    ["30d", "2026-03-02T12:00:00.500Z"],
    ["2w", "2026-02-14T12:00:00.500Z"],
    ["0d", "2026-01-31T12:00:00.500Z"],
    ["9999w", "2217-09-20T12:00:00.500Z"],
    ["2030-01-31T12:00:00Z", "2030-01-31T12:00:00.000Z"],
    ["2030-01-31", "2030-01-31T00:00:00.000Z"],
    ["2030-01-31t12:00:00.5+01:00", "2030-01-31T11:00:00.500Z"],
  ] as const;
  for (const [text, time] of cases) assert.equal(parseExpiry(text, NOW).toISOString(), time, text);
});

Deno.test("anything else is refused as an expiry, and the hint says what it reads", () => {
  const texts = ["", "30", "d", "30D", "-1d", "1.5d", "30 d", "30m", "1y", "10000w", "30d30h"]
    .concat("2030-02-30", "2030-02-30T12:00:00Z", "never", "tomorrow");
  for (const text of texts) {
    assert.throws(() => parseExpiry(text, NOW), {
      code: "invalid_request",
      message: `Cannot read --expires ${JSON.stringify(text)}: it is not a time`,
      hint: "use 12h, 30d, 2w, 2030-01-31, or 2030-01-31T12:00:00Z",
    }, text);
  }
});

const TODAY = new Date("2026-01-28T12:00:00.500Z");

function parse(text: string): string {
  return parsePastTime("--since", text, TODAY).toISOString();
}

Deno.test("a time in the past is so long ago, a day in UTC, or a time", () => {
  assert.equal(parse("30m"), "2026-01-28T11:30:00.500Z");
  assert.equal(parse("12h"), "2026-01-28T00:00:00.500Z");
  assert.equal(parse("30d"), "2025-12-29T12:00:00.500Z");
  assert.equal(parse("2w"), "2026-01-14T12:00:00.500Z");
  assert.equal(parse("0m"), TODAY.toISOString());
  assert.equal(parse("2026-01-28"), "2026-01-28T00:00:00.000Z");
  assert.equal(parse("2026-01-28T14:00:00.25+02:00"), "2026-01-28T12:00:00.250Z");
});

Deno.test("what is no time is refused by the name of its flag", () => {
  const bad = ["", "ago", "30", "30s", "-1h", "1.5h", "99999h", "2026-02-30", "2026-1-2", "12:00"];
  for (const text of bad) {
    assert.throws(() => parse(text), {
      code: "invalid_request",
      message: `Cannot read --since "${text}": it is not a time`,
    }, text);
  }
});
