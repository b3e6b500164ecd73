import assert from "node:assert/strict";
import { parsePastMoment } from "../../src/cli/past_moment.ts";

const NOW = new Date("2026-01-28T12:00:00.500Z");

function parse(text: string): string {
  return parsePastMoment("--since", text, NOW).toISOString();
}

Deno.test("a moment is so long ago, a day in UTC, or a time", () => {
  assert.equal(parse("30m"), "2026-01-28T11:30:00.500Z");
  assert.equal(parse("12h"), "2026-01-28T00:00:00.500Z");
  assert.equal(parse("30d"), "2025-12-29T12:00:00.500Z");
  assert.equal(parse("2w"), "2026-01-14T12:00:00.500Z");
  assert.equal(parse("0m"), NOW.toISOString());
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
