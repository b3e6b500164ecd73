import assert from "node:assert/strict";
import fc from "fast-check";
import { parseStrictJson, parseUniqueJson } from "../../../src/formats/json/strict_json.ts";

function assertRefused(text: string, message: string): void {
  assert.throws(() => parseStrictJson(text), { name: "SyntaxError", message });
}

Deno.test("JSON is parsed as JSON.parse does", () => {
  const text = '{"a": [1, -0.25, true, null, "\\u0062\\n"], "b": {"a": {}}, "": "{[:"}';
  const expected = { a: [1, -0.25, true, null, "b\n"], b: { a: {} }, "": "{[:" };
  assert.deepEqual(parseStrictJson(text), expected);
});

Deno.test("a whole number with a fraction or an exponent is not that number", () => {
  const text =
    '[1, 1.0, 1e0, 1E0, -3, 10e-1, 2.5, 1e400, true, false, null, "1.0", {"e": 1.0, "f": 0.0}]';
  assert.deepEqual(parseStrictJson(text), [
    ...[1, NaN, NaN, NaN, -3, NaN, 2.5, Infinity, true, false, null, "1.0"],
    { e: NaN, f: NaN },
  ]);
  assert.deepEqual(parseStrictJson("1e2"), NaN);
  assert.deepEqual(parseStrictJson('[true, "2e1", {"1e1": 21}]'), [true, "2e1", { "1e1": 21 }]);
});

Deno.test("property: whatever JSON.stringify writes is parsed to what JSON.parse makes of it", () => {
  fc.assert(fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), (text) => {
    assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    assert.deepEqual(parseStrictJson(pretty), JSON.parse(text));
  }));
});

Deno.test("property: a key that stands twice is refused, at any depth and in any spelling", () => {
  const escape = (key: string) =>
    Array.from(
      { length: key.length },
      (_, index) => `\\u${key.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join("");
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.json(),
      fc.nat(8),
      fc.boolean(),
      (key, between, depth, isEscaped) => {
        const second = isEscaped ? `"${escape(key)}"` : JSON.stringify(key);
        const object = `{${JSON.stringify(key)}: ${between}, ${second}: 1}`;
        const text = '{"d": ['.repeat(depth) + object + "]}".repeat(depth);
        const name = /^[a-z_]{1,32}$/.test(key) ? ` ${key}` : "";
        assertRefused(text, `duplicate key${name}`);
      },
    ),
  );
});

Deno.test("a key that stands twice is repeated only where it reads like a field's name", () => {
  assertRefused('{"package_hash": 1, "package_hash": 2}', "duplicate key package_hash");
  for (const key of ["hunter2", "x".repeat(33), "A", "", "nWGxne_9WmC6hEr0kuwsxERJxWl7Mmk"]) {
    assertRefused(`{"${key}": 1, "${key}": 2}`, "duplicate key");
  }
});

Deno.test("the same key in two objects, beside each other or one in the other, is no fault", () => {
  const text = '{"a": {"a": [{"a": 1}, {"a": 2}]}, "b": {"a": "a"}, "c": ["a", "a"]}';
  assert.deepEqual(parseStrictJson(text), JSON.parse(text));
});

Deno.test("a key twice is found behind strings that look like structure", () => {
  assertRefused('{"a": "}{\\"a\\": [", "b": "\\\\", "a": ":"}', "duplicate key a");
  assert.deepEqual(parseStrictJson('{"a": "\\"a\\": 1", "b": "\\\\\\""}'), {
    a: '"a": 1',
    b: '\\"',
  });
});

Deno.test("names that every object has are keys like others", () => {
  const value = parseStrictJson('{"constructor": 1, "toString": 2, "__proto__": 3}');
  assert.deepEqual(Object.keys(value as object), ["constructor", "toString", "__proto__"]);
  assertRefused('{"__proto__": 1, "__proto__": 2}', "duplicate key __proto__");
});

Deno.test("32 levels are parsed, one more is refused, and a million neither hang nor crash", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.equal(JSON.stringify(parseStrictJson(nested(32))), nested(32));
  assertRefused(nested(33), "it nests deeper than 32 levels");
  assertRefused('{"a":'.repeat(33) + "1" + "}".repeat(33), "it nests deeper than 32 levels");
  assertRefused(nested(1_000_000), "it nests deeper than 32 levels");
  assertRefused("[".repeat(1_000_000), "it nests deeper than 32 levels");
});

Deno.test("what is no JSON is refused in words that quote nothing of it", () => {
  const texts = [
    "",
    " ",
    "SECRET",
    "{'a': 1}",
    '{"a": 1,}',
    "[1,]",
    '{"a" 1}',
    '{"a": 01}',
    '{"a": .5}',
    '{"a": 1} x',
    '{"a": NaN}',
    '"\t"',
    '"\\x41"',
    "\ufeff{}",
    "{}\0",
    "/* */ {}",
    "undefined",
  ];
  for (const text of texts) assertRefused(text, "it is not JSON");
});

Deno.test("property: any text is parsed, or refused with a SyntaxError", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "a", "1", " ")).map((parts) =>
      parts.join("")
    ),
  );
  fc.assert(fc.property(text, (text) => {
    try {
      assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    } catch (error) {
      assert(error instanceof SyntaxError, String(error));
    }
  }));
});

Deno.test("a string of ten million characters is parsed", () => {
  const long = "x".repeat(10_000_000);
  assert.equal(parseStrictJson(JSON.stringify(long)), long);
});

Deno.test("more parts than a caller allows are refused before they are parsed", () => {
  const text = `[${"{},".repeat(500_000)}and no JSON at its end`;
  assert.throws(() => parseStrictJson(text, 20_000), {
    name: "SyntaxError",
    message: "it has more than 20000 parts",
  });
  assert.deepEqual(parseStrictJson("[1,2]", 2), [1, 2]);
  assert.throws(() => parseStrictJson("[1,2,3]", 2), { message: "it has more than 2 parts" });
});

Deno.test("an unpaired surrogate is no Unicode, in strings and keys at any depth; pairs are", () => {
  const texts = [
    '"\\ud800"',
    '["a\\uDC00b"]',
    '{"\\udbff": 1}',
    '{"a": [{"b": "\\ude00\\ud83d"}]}',
  ];
  for (const text of texts) assertRefused(text, "it has an unpaired surrogate");
  assert.deepEqual(parseStrictJson('{"\\ud83d\\ude00": "\\uD83D\\uDE00"}'), { "😀": "😀" });
  assert.deepEqual(parseStrictJson('"\\\\ud800"'), "\\ud800");
});

Deno.test("what was written before is parsed with its unpaired surrogates", () => {
  assert.deepEqual(parseUniqueJson('{"a": "\\ud800"}'), { a: "\ud800" });
  assert.throws(() => parseUniqueJson('{"a": 1, "a": 2}'), { message: "duplicate key a" });
});
