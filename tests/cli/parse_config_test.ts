import assert from "node:assert/strict";
import { parseConfig } from "../../src/cli/parse_config.ts";

const parse = (text: string) => parseConfig(new TextEncoder().encode(text));

Deno.test("of the engine's configuration only database_url is read, and all else is left alone", () => {
  assert.deepEqual(parse(""), { databaseUrl: undefined });
  assert.deepEqual(parse('database_url = "sqlite:///x"'), { databaseUrl: "sqlite:///x" });
  const engine = [
    'default_profile = "prod"',
    'database_url = "postgres://h/d"',
    "[profiles.prod]",
    'server = "https://x"',
    "database_url = 7",
    "[some.day]",
    "unknown = [1979-05-27T07:32:00Z, 1.5]",
  ].join("\n");
  assert.deepEqual(parse(engine), { databaseUrl: "postgres://h/d" });
});

Deno.test("a broken configuration is told by its line, and quoted nowhere", () => {
  const cases = [
    ['a = 1\napi_key = "hunter2', "it is not TOML in line 2"],
    ["database_url = 7", "database_url must be a string"],
    ['a = "hunter2"\na = "hunter2"', "it is not TOML in line 2"],
  ] as const;
  for (const [text, message] of cases) {
    assert.throws(() => parse(text), { name: "SyntaxError", message });
  }
  assert.throws(() => parseConfig(Uint8Array.of(0x61, 0xff)), { message: "it is not UTF-8" });
});
