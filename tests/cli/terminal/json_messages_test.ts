import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { jsonMessages } from "../../../src/cli/terminal/json_messages.ts";

const TIME = "2026-11-29T00:00:00.000Z";
const { message, error } = jsonMessages(() => new Date(TIME));

const COMMON = { "@timestamp": TIME, logger: "cloacina" };

Deno.test("a message is a line of JSON, and what it begins with is its level", async () => {
  for (
    const [text, level, rest] of [
      ["listening on http://127.0.0.1:1", "INFO", "listening on http://127.0.0.1:1"],
      ["warning: a", "WARN", "a"],
      ["note: a", "INFO", "a"],
      ["a warning: b", "INFO", "a warning: b"],
    ] as const
  ) {
    const record = { ...COMMON, level, message: rest, properties: {} };
    const line = await message(text);
    assert.deepEqual(JSON.parse(line), record);
    assert.equal(line.indexOf("\n"), line.length - 1);
  }
});

Deno.test("an error has its code, and its hint where it has one", async () => {
  const line = await error(new CloacinaError("io_failed", "Cannot a", { hint: "b" }));
  const properties = { code: "io_failed", hint: "b" };
  assert.deepEqual(JSON.parse(line), {
    ...{ ...COMMON, level: "ERROR" },
    message: "Cannot a",
    properties,
  });
  const { properties: bare } = JSON.parse(await error(new CloacinaError("io_failed", "Cannot a")));
  assert.deepEqual(bare, { code: "io_failed" });
});

Deno.test("what could end the line, or mislead who reads it, is escaped", async () => {
  const line = await message('a\n{"level":"ERROR"}\u2028\u202e\x1b[2J');
  assert.match(line, /^[\x20-\x7e]+\n$/);
  assert.equal(JSON.parse(line).message, 'a\n{"level":"ERROR"}\u2028\u202e\x1b[2J');
});
