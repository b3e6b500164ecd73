import assert from "node:assert/strict";
import { parseConfig } from "../../../src/cli/store/parse_config.ts";

const parse = (text: string) => parseConfig(new TextEncoder().encode(text));

Deno.test("of the engine's configuration only what is ours is read, and all else is left alone", () => {
  const nothing = { databaseUrl: undefined, defaultProfile: undefined, profiles: new Map() };
  assert.deepEqual(parse(""), nothing);
  assert.deepEqual(parse('database_url = "sqlite:///x"'), {
    ...nothing,
    databaseUrl: "sqlite:///x",
  });
  const engine = [
    'default_profile = "prod"',
    'database_url = "postgres://h/d"',
    "[profiles.prod]",
    'server = "https://x"',
    'api_key = "env:X"',
    "database_url = 7",
    "[profiles.local]",
    "[profiles.__proto__]",
    'server = "https://y"',
    "[some.day]",
    "unknown = [1979-05-27T07:32:00Z, 1.5]",
  ].join("\n");
  const { profiles, ...others } = parse(engine);
  assert.deepEqual(others, { databaseUrl: "postgres://h/d", defaultProfile: "prod" });
  assert.deepEqual(profiles.get("prod"), { server: "https://x", apiKey: "env:X" });
  assert.deepEqual(profiles.get("local"), { server: undefined, apiKey: undefined });
  assert.equal(profiles.get("toString"), undefined);
});

Deno.test("a broken configuration is told by its line or its key, and quoted nowhere", () => {
  const cases = [
    ['a = 1\napi_key = "hunter2', "it is not TOML in line 2"],
    ["database_url = 7", "database_url must be a string"],
    ["default_profile = 7", "default_profile must be a string"],
    ["profiles = 7", "profiles must be a table"],
    ["[profiles]\nhunter2 = 7", "a profile must be a table"],
    ["[profiles.hunter2]\nserver = 7", "server of a profile must be a string"],
    ["[profiles.hunter2]\napi_key = []", "api_key of a profile must be a string"],
    ['a = "hunter2"\na = "hunter2"', "it is not TOML in line 2"],
  ] as const;
  for (const [text, message] of cases) {
    assert.throws(() => parse(text), { name: "SyntaxError", message });
  }
  assert.throws(() => parseConfig(Uint8Array.of(0x61, 0xff)), { message: "it is not UTF-8" });
});
